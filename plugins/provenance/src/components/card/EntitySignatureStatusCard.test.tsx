import { screen } from '@testing-library/react';
import {
  FakeProvenanceApi,
  FakeResponseError,
} from '../../__testUtils__/FakeProvenanceApi';
import { renderOnEntityPage, unannotated } from '../../__testUtils__/render';
import { blocked, hotfix, stale, trusted } from '../../__testUtils__/stories';
import { now } from '../../__testUtils__/usages';
import { EntitySignatureStatusCard } from '.';

type Options = Parameters<typeof renderOnEntityPage>[2];

function renderCard(api: FakeProvenanceApi, options?: Options) {
  return renderOnEntityPage(
    <EntitySignatureStatusCard now={now} />,
    api,
    options,
  );
}

describe('EntitySignatureStatusCard', () => {
  it('counts by decision, worst first, and leads to the tab', async () => {
    renderCard(
      new FakeProvenanceApi([trusted, stale, hotfix, blocked, trusted]),
    );
    const items = await screen.findAllByRole('listitem');
    expect(items.map(item => item.textContent)).toEqual([
      '1 Blocked',
      '1 Would be blocked',
      '1 Trusted, not proven lately',
      '2 Trusted',
    ]);
    expect(
      screen.getByRole('link', { name: 'See why and who signed' }),
    ).toHaveAttribute('href', '/tab');
  });

  it('works in an app that shows no tab', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    renderCard(new FakeProvenanceApi([trusted]), { isTabMounted: false });
    expect(await screen.findByText('1 of 1 artifact trusted.')).toBeVisible();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
    error.mockRestore();
  });

  it('says what is missing where nothing is named', async () => {
    renderCard(new FakeProvenanceApi(), { entity: unannotated });
    expect(
      await screen.findByText('countersign.dev/artifacts'),
    ).toBeInTheDocument();
  });

  it('says that the first look is under way', async () => {
    renderCard(new FakeProvenanceApi());
    expect(
      await screen.findByText('The first look is under way.'),
    ).toBeInTheDocument();
  });

  it.each([
    [403, 'provenance.usage.read'],
    [503, 'This says nothing about the artifacts'],
  ])('says what %s means', async (status, words) => {
    const api = new FakeProvenanceApi();
    api.failure = new FakeResponseError(status, 'x');
    renderCard(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
  });
});
