import type { UsageTransition } from '@countersign/backstage-plugin-provenance-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeProvenanceApi,
  FakeResponseError,
} from '../../__testUtils__/FakeProvenanceApi';
import { renderOnEntityPage } from '../../__testUtils__/render';
import { hotfix } from '../../__testUtils__/stories';
import { minutesAgo, now } from '../../__testUtils__/usages';
import { NowProvider } from '../../hooks';
import { UsageDetailPanel } from './UsageDetailPanel';

const change = (minutes: number): UsageTransition => ({
  at: minutesAgo(minutes),
  from: { verdict: 'trusted', reasonCode: 'accepted' },
  judgement: {
    verdict: 'unsigned',
    decision: 'deny',
    reason: { code: 'signature-vanished', parameters: {} },
    freshness: { status: 'none' },
    rules: [],
  },
});

/** Opens the history of an artifact, as a person does. */
async function open(api: FakeProvenanceApi) {
  renderOnEntityPage(
    <NowProvider now={now}>
      <UsageDetailPanel usage={hotfix} />
    </NowProvider>,
    api,
  );
  const button = await screen.findByRole('button', {
    name: 'What it was before',
  });
  return () => userEvent.click(button);
}

const changes = async () =>
  within(await screen.findByRole('list', { name: 'Changes' })).getAllByRole(
    'listitem',
  );

describe('HistoryList', () => {
  it('is asked for only when a person opens it', async () => {
    const api = new FakeProvenanceApi([hotfix]);
    const asked = jest.spyOn(api, 'listHistory');
    const click = await open(api);
    expect(asked).not.toHaveBeenCalled();
    await click();
    expect(asked).toHaveBeenCalledWith(hotfix.id, { limit: 10 });
  });

  it('says each change in words, with its time', async () => {
    const api = new FakeProvenanceApi([hotfix]);
    api.history = [change(60)];
    await (
      await open(api)
    )();
    const [item] = await changes();
    expect(item).toHaveTextContent(
      'Unsigned; before: Trusted, today, 11:00. The signature is gone.',
    );
  });

  it('says that there is more than it shows', async () => {
    const api = new FakeProvenanceApi([hotfix]);
    api.history = Array.from({ length: 12 }, (_, i) => change(i));
    await (
      await open(api)
    )();
    expect(await changes()).toHaveLength(10);
    expect(document.body.textContent).toContain('The newest 10 of 12');
  });

  it('says that nothing is kept', async () => {
    await (
      await open(new FakeProvenanceApi([hotfix]))
    )();
    expect(await screen.findByText(/^Nothing is kept/)).toBeInTheDocument();
  });

  it('says that it could not ask, and asks again', async () => {
    const api = new FakeProvenanceApi([hotfix]);
    const click = await open(api);
    api.failure = new FakeResponseError(500, 'the database is away');
    await click();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not load the history of this artifact.',
    );
    api.failure = undefined;
    api.history = [change(60)];
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await changes()).toHaveLength(1);
  });
});
