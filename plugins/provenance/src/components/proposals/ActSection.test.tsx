import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeResponseError } from '../../__testUtils__/FakeProvenanceApi';
import {
  bindingOf,
  mallory,
  proposalOf,
  replayOf,
} from '../../__testUtils__/proposals';
import { renderProposal } from '../../__testUtils__/renderAcceptance';

const expected = bindingOf('abc');

const replayed = (replay = replayOf()) => ({
  replays: new Map([['p1', replay]]),
});
const press = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));
const refused = (code: string, message: string) =>
  Object.assign(new FakeResponseError(409, 'Request failed with 409'), {
    cause: { name: 'ProposalRefusedError', code, message },
  });

describe('what can be done', () => {
  it('S9.1 approves exactly what was read, with a text', async () => {
    const api = renderProposal();
    await userEvent.type(
      await screen.findByLabelText('What you say'),
      'Looks right',
    );
    await press('Approve');
    expect(await screen.findByText('You approved it.')).toBeInTheDocument();
    expect(api.requests).toEqual([
      { act: 'approve', id: 'p1', body: { expected, text: 'Looks right' } },
    ]);
    expect(screen.getByLabelText('What you say')).toHaveValue('');
  });

  it('S9.2 says to an author why they cannot review it', async () => {
    renderProposal({}, {}, { as: 'User:default/Mallory' });
    const approve = await screen.findByRole('button', { name: 'Approve' });
    await waitFor(() => expect(approve).toBeDisabled());
    expect(approve).toHaveAccessibleDescription(
      'You edited it, and whoever edited a proposal never reviews it.',
    );
    expect(screen.getByRole('button', { name: 'Withdraw' })).toBeEnabled();
  });

  it('says to others that only authors withdraw', async () => {
    renderProposal();
    const withdraw = await screen.findByRole('button', { name: 'Withdraw' });
    await waitFor(() => expect(withdraw).toBeDisabled());
    expect(withdraw).toHaveAccessibleDescription('Only its authors may.');
  });

  it.each([
    ['draft', ['Open for review', 'Edit', 'Withdraw', 'Comment']],
    ['changes-requested', ['Edit', 'Withdraw', 'Comment', 'Reject']],
    ['merged', ['Comment']],
    ['withdrawn', ['Comment']],
  ] as const)(
    'shows of a %s only what that state knows',
    async (state, acts) => {
      renderProposal({ state });
      await screen.findByRole('button', { name: 'Comment' });
      const known = /^(Open for|Merge|Edit|With|Comm|App|Request|Reject)/;
      const buttons = [
        ...screen.getAllByRole('button'),
        ...screen.getAllByRole('link'),
      ].filter(one => known.test(one.textContent ?? ''));
      expect(buttons.map(one => one.textContent).sort()).toEqual(
        [...acts].sort(),
      );
    },
  );

  it('says what the linter keeps from review', async () => {
    const finding = {
      ...{ code: 'any-branch' as const, path: 'initial[0]' },
      ...{ sentence: 'Wrong.', fix: 'Right.' },
    };
    renderProposal(
      {
        state: 'draft',
        lint: [
          { ...finding, severity: 'error' },
          { ...finding, path: 'initial[1]', severity: 'warning' },
        ],
      },
      {},
      { as: mallory },
    );
    const open = await screen.findByRole('button', { name: 'Open for review' });
    expect(open).toBeDisabled();
    expect(open).toHaveAccessibleDescription(
      'The linter has 1 error; edit it first. The authors say nothing to 1 warning; edit it and say why.',
    );
  });

  it('S9.1 opens what was read', async () => {
    const api = renderProposal({ state: 'draft' }, {}, { as: mallory });
    await press('Open for review');
    expect(
      await screen.findByText('It is open for review.'),
    ).toBeInTheDocument();
    expect(api.requests).toEqual([
      { act: 'open', id: 'p1', body: { expected } },
    ]);
  });

  it('S9.1 withdraws what was read, when asked twice', async () => {
    const api = renderProposal({}, {}, { as: mallory });
    await press('Withdraw');
    await press('No, leave it');
    await press('Withdraw');
    expect(api.requests).toEqual([]);
    await press('Withdraw: yes');
    expect(await screen.findByText('It is withdrawn.')).toBeInTheDocument();
    expect(api.requests).toEqual([
      { act: 'withdraw', id: 'p1', body: { expected } },
    ]);
  });

  it.each([
    ['Request changes', ['Request changes'], 'request-changes'],
    ['Reject', ['Reject', 'Reject: yes'], 'reject'],
  ])(
    'S9.1 says what was wrong with what was read: %s',
    async (label, presses, does) => {
      const api = renderProposal();
      expect(
        await screen.findByRole('button', { name: label }),
      ).toHaveAccessibleDescription('Write what you want to say.');
      const text = 'Why this key?';
      await userEvent.type(screen.getByLabelText('What you say'), text);
      for (const name of presses) await press(name);
      await waitFor(() =>
        expect(api.requests).toEqual([
          { act: does, id: 'p1', body: { expected, text } },
        ]),
      );
    },
  );

  it('merges only when asked twice, by keyboard too', async () => {
    const review = proposalOf().review!;
    const api = renderProposal(
      {
        review: { ...review, outcome: { ...review.outcome, isApproved: true } },
      },
      replayed(replayOf({ blockers: [] })),
    );
    const merge = await screen.findByRole('button', { name: 'Merge' });
    await waitFor(() => expect(merge).toBeEnabled());
    act(() => merge.focus());
    await userEvent.keyboard('{Enter}');
    expect(api.requests).toEqual([]);
    expect(merge).toHaveTextContent('Merge: yes');
    expect(merge).toHaveAccessibleDescription(/cannot be taken back/);
    await userEvent.keyboard('{Enter}');
    const done = await screen.findByText('It is merged.');
    // The button is gone, and whoever pressed it hears what came of it.
    await waitFor(() => expect(done).toHaveFocus());
    expect(screen.queryByRole('button', { name: /^Merge/ })).toBeNull();
    expect(api.requests).toEqual([
      { act: 'merge', id: 'p1', body: { expected } },
    ]);
  });

  it('says everything that keeps it from being merged', async () => {
    renderProposal({ base: 41 }, replayed());
    const merge = await screen.findByRole('button', { name: 'Merge' });
    await waitFor(() =>
      expect(merge).toHaveAccessibleDescription(
        'Another version is in force by now; it has to be rebased first. 3 effects of it are not acknowledged. It is not approved yet.',
      ),
    );
    expect(merge).toBeDisabled();
    expect(
      screen.getByRole('button', { name: 'Replay again' }),
    ).toHaveAccessibleDescription(
      'Another version is in force by now; it has to be rebased first.',
    );
  });

  it('S9.4 leaves to the backend who may merge at once what only distrusts more', async () => {
    const review = proposalOf().review!;
    renderProposal(
      {
        review: { ...review, demand: { ...review.demand, isNarrowing: true } },
      },
      replayed(replayOf({ blockers: [] })),
    );
    const merge = await screen.findByRole('button', { name: 'Merge' });
    await waitFor(() => expect(merge).toBeEnabled());
    expect(
      screen.getByText(/a security reviewer may merge it at once/),
    ).toBeInTheDocument();
  });

  it('shows the refusal of the backend in its words', async () => {
    renderProposal(
      {},
      {
        actFailure: refused(
          'permissions-off',
          'permission.enabled is\u202e no',
        ),
      },
    );
    await press('Approve');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The backend refused. Nothing was done.');
    expect(alert).toHaveTextContent('permission.enabled is\\u{202e} no');
    expect(within(alert).queryByRole('button')).toBeNull();
  });

  it('S9.1 never sends again what was about another content: says so, and reads it again', async () => {
    const api = renderProposal(
      {},
      { actFailure: refused('other-content', 'it says something else') },
    );
    await userEvent.type(await screen.findByLabelText('What you say'), 'Fine');
    await press('Approve');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Somebody edited it meanwhile. Nothing was done.',
    );
    expect(screen.getByLabelText('What you say')).toHaveValue('Fine');
    api.actFailure = undefined;
    const binding = bindingOf('def');
    api.proposals = [proposalOf({ binding, title: 'Sign with any key' })];
    await press('Read it again');
    expect(
      await screen.findByRole('heading', { name: 'Sign with any key' }),
    ).toBeInTheDocument();
    const approve = screen.getByRole('button', { name: 'Approve' });
    expect(approve).toBeDisabled();
    expect(approve).toHaveAccessibleDescription(
      'It was edited since you opened it; read it anew first.',
    );
    expect(api.requests).toHaveLength(1);
    await press('I go on with what it says now');
    await press('Approve');
    await waitFor(() => expect(api.requests).toHaveLength(2));
    expect(api.requests[1].body).toEqual({ expected: binding, text: 'Fine' });
  });

  it('S9.1 says after a comment that it was edited meanwhile', async () => {
    const api = renderProposal();
    await userEvent.type(await screen.findByLabelText('What you say'), 'Why?');
    api.proposals = [proposalOf({ binding: bindingOf('def') })];
    await press('Comment');
    expect(
      await screen.findByText('This proposal was edited since you opened it.'),
    ).toBeInTheDocument();
    expect(api.requests).toEqual([
      { act: 'comment', id: 'p1', body: { text: 'Why?' } },
    ]);
  });
});
