import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { provenanceApiRef } from '../../api';
import { FakeProvenanceApi } from '../../__testUtils__/FakeProvenanceApi';
import { AcceptanceContent } from '.';

const mountPath = '/provenance/acceptance';

function renderAt(path: string) {
  renderInTestApp(<AcceptanceContent />, {
    apis: [[provenanceApiRef, new FakeProvenanceApi()]],
    mountPath,
    initialRouteEntries: [`${mountPath}${path}`],
  });
}

const nav = async () =>
  within(await screen.findByRole('navigation', { name: 'Acceptance' }));
const current = async () =>
  (await nav())
    .getAllByRole('link')
    .filter(link => link.getAttribute('aria-current') === 'page')
    .map(link => link.textContent);

describe('the pages of the tab', () => {
  it.each([
    ['', 'Who may sign what', ['In force']],
    ['/proposals', 'Proposals', ['Proposals']],
    ['/history', 'History', ['History']],
  ])('has %p, and says where one is', async (path, title, here) => {
    renderAt(path);
    expect(
      await screen.findByRole('heading', { level: 2, name: title }),
    ).toBeInTheDocument();
    expect(await current()).toEqual(here);
  });

  it('leads from one to another by links that hold below each', async () => {
    renderAt('/history/7');
    expect(await current()).toEqual(['History']);
    const link = (await nav()).getByRole('link', { name: 'Proposals' });
    expect(link).toHaveAttribute('href', `${mountPath}/proposals`);
    await userEvent.click(link);
    expect(
      await screen.findByRole('heading', { level: 2, name: 'Proposals' }),
    ).toBeInTheDocument();
    expect(await current()).toEqual(['Proposals']);
  });

  it('says of an address that leads nowhere what there is', async () => {
    renderAt('/nowhere/at/all');
    expect(
      await screen.findByText('There is no such page here.'),
    ).toBeInTheDocument();
    expect(await current()).toEqual([]);
  });
});
