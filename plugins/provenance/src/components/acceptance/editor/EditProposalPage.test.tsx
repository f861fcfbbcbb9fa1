import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ProposalDetail } from '@countersign/backstage-plugin-provenance-common';
import {
  FakeResponseError,
  type FakeProvenanceApi,
} from '../../../__testUtils__/FakeProvenanceApi';
import { branchRule } from '../../../__testUtils__/acceptance';
import { renderAcceptance } from '../../../__testUtils__/renderAcceptance';

const rule = {
  ...{ name: 'plain', references: ['ghcr.io/acme/payments'] },
  ...{ mode: 'observe' as const, signers: [{ key: 'platform-key' }] },
};
const proposal: ProposalDetail = {
  ...{ id: 'p/9', state: 'open', title: 'Old', reason: 'Because.' },
  ...{ base: 41, binding: 'seen', createdAt: '', updatedAt: '' },
  ...{ authors: [], reviews: [], answers: [], lint: [] },
  content: { rules: [{ ...rule, owner: 'group:default/payments' }] },
  baseContent: { rules: [rule] },
};

function render(changes: Partial<FakeProvenanceApi> = {}, now = proposal) {
  return renderAcceptance('/proposals/p%2F9/edit', {
    getProposal: async () => now,
    ...changes,
  });
}

const retitle = async () => {
  fireEvent.change(await screen.findByLabelText('Title'), {
    target: { value: 'New' },
  });
  await userEvent.click(
    screen.getByRole('button', { name: 'Save the changes' }),
  );
};

describe('editing a proposal', () => {
  it('saves against what was read', async () => {
    const api = render();
    expect(
      await screen.findByRole('heading', { name: 'Edit: Old' }),
    ).toBeInTheDocument();
    expect(screen.getByText('changed')).toBeVisible();
    expect(screen.getByText(/approvals so far count no more/)).toBeVisible();
    await retitle();
    await waitFor(() => expect(api.requests).toHaveLength(1));
    expect(api.requests[0]).toMatchObject({
      ...{ act: 'edit', id: 'p/9' },
      body: {
        ...{ title: 'New', reason: 'Because.', expected: 'seen' },
        content: proposal.content,
      },
    });
    expect(
      await screen.findByRole('heading', { name: 'Old' }),
    ).toBeInTheDocument();
  });

  it('keeps what was typed where somebody else was faster, and leads to theirs', async () => {
    let now = proposal;
    render({
      getProposal: async () => now,
      actFailure: new FakeResponseError(409, 'it says something else now'),
    });
    await screen.findByLabelText('Title');
    now = { ...proposal, binding: 'theirs' };
    await retitle();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'Not saved: somebody edited this proposal meanwhile.',
    );
    const link = screen.getByRole('link', { name: /what it says now/ });
    expect(link).toHaveAttribute('target', '_blank');
    expect(link).toHaveAttribute(
      'href',
      '/provenance/acceptance/proposals/p%2F9',
    );
    expect(screen.getByLabelText('Title')).toHaveValue('New');
    expect(
      within(alert).getByRole('button', { name: 'Copy your YAML' }),
    ).toBeEnabled();
  });

  it.each(['open', 'changes-requested'] as const)(
    'shows reviewers of what is %s nothing with errors',
    async state => {
      const api = render(
        {},
        {
          ...proposal,
          ...{ state, content: { rules: [branchRule] } },
        },
      );
      await retitle();
      expect(await screen.findByRole('alert')).toHaveTextContent(
        /^Not saved: .*pull requests/,
      );
      expect(api.requests).toEqual([]);
      expect(
        screen.queryByRole('button', { name: 'Open for review' }),
      ).toBeNull();
    },
  );

  it('calls a refusal of another kind by its words', async () => {
    render({ actFailure: new FakeResponseError(409, 'nothing is changed') });
    await retitle();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Not saved. What you typed is still here.');
    expect(alert).toHaveTextContent('nothing is changed');
  });

  it.each(['merged', 'rejected', 'withdrawn'] as const)(
    'edits nothing that is %s',
    async state => {
      render({}, { ...proposal, state });
      expect(
        await screen.findByText(`This proposal is ${state}.`),
      ).toBeInTheDocument();
      expect(screen.queryByLabelText('Title')).toBeNull();
    },
  );

  it('says that there is no such proposal', async () => {
    render({
      getProposal: async () => {
        throw new FakeResponseError(404, 'No such proposal');
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not read the proposal: it is not here any more.',
    );
  });
});
