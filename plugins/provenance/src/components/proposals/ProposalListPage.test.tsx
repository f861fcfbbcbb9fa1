import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeResponseError } from '../../__testUtils__/FakeProvenanceApi';
import { proposalOf, seed } from '../../__testUtils__/proposals';
import { renderAcceptance } from '../../__testUtils__/renderAcceptance';

const many = Array.from({ length: 60 }, (_, i) =>
  proposalOf({
    id: `p${i}`,
    title: `Change ${i}`,
    state: i % 2 === 0 ? 'open' : 'draft',
  }),
);
const titles = async () =>
  within(await screen.findByRole('table', { name: 'Proposals' }))
    .getAllByRole('link')
    .map(link => link.textContent);

describe('the proposals', () => {
  it('shows that it loads', async () => {
    renderAcceptance('/proposals', {
      listProposals: () => new Promise<never>(() => {}),
    });
    expect(await screen.findByText('Loading the proposals')).toBeVisible();
  });

  it.each([
    [403, 'provenance.acceptance.read'],
    [503, 'Could not read the proposals.'],
  ])('says what came of a %p', async (status, words) => {
    const proposalFailure = new FakeResponseError(status, 'no');
    renderAcceptance('/proposals', { proposalFailure });
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says what proposals are and how to begin where there is none', async () => {
    renderAcceptance('/proposals', { versions: [seed] });
    expect(
      await screen.findByText('Nobody has proposed anything yet.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Propose a change' }),
    ).toHaveAttribute('href', '/provenance/acceptance/propose');
    expect(screen.queryByText(/lives in the configuration/)).toBeNull();
  });

  it('says where the list lives in the configuration, and how to change that', async () => {
    const versions = [{ ...seed, source: 'configuration' as const }];
    renderAcceptance('/proposals', { versions });
    expect(
      await screen.findByText(
        'The acceptance list lives in the configuration.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('provenance.acceptance.source')).toBeVisible();
  });

  it('shows a page, and more when asked', async () => {
    renderAcceptance('/proposals', { proposals: many });
    expect(await titles()).toHaveLength(50);
    expect(screen.getByText('60 proposals')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show more (10 not shown)' }),
    );
    await waitFor(async () => expect(await titles()).toHaveLength(60));
    expect(screen.queryByRole('button', { name: /^Show more/ })).toBeNull();
  });

  it('narrows to the state in the address, and to another one', async () => {
    renderAcceptance('/proposals?state=draft', { proposals: many });
    expect((await titles())[0]).toBe('Change 1');
    expect(screen.getByText('30 proposals')).toBeInTheDocument();
    const choice = screen.getByLabelText('State');
    expect(choice).toHaveDisplayValue('Draft');
    await userEvent.selectOptions(choice, 'Merged');
    expect(
      await screen.findByText('No proposal is in this state.'),
    ).toBeInTheDocument();
  });

  it('leads to each, and hides nothing that a stranger wrote', async () => {
    const title = `<script>alert(1)</script>\u202e${'x'.repeat(300)}`;
    renderAcceptance('/proposals', {
      proposals: [proposalOf({ title, state: 'merged', mergedAs: 43 })],
    });
    const table = within(
      await screen.findByRole('table', { name: 'Proposals' }),
    );
    const link = table.getByRole('link');
    expect(link).toHaveTextContent(/^<script>alert\(1\)<\/script>\\u\{202e\}/);
    expect(link).toHaveAttribute('href', '/provenance/acceptance/proposals/p1');
    expect(table.getByText('version 42; became version 43')).toBeVisible();
    expect(table.getByText('Merged')).toBeVisible();
  });
});
