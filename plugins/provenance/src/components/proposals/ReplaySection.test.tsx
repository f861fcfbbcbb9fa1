import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ProposalReplay } from '@countersign/backstage-plugin-provenance-common';
import { FakeResponseError } from '../../__testUtils__/FakeProvenanceApi';
import {
  bindingOf,
  countsOf,
  mallory,
  replayOf,
  result,
} from '../../__testUtils__/proposals';
import { minutesAgo } from '../../__testUtils__/usages';
import { renderProposal } from '../../__testUtils__/renderAcceptance';

const expected = bindingOf('abc');

function renderReplay(replay?: ProposalReplay, as?: string) {
  const replays = new Map(replay ? [['p1', replay]] : []);
  return renderProposal({}, { replays }, { as });
}

const section = async () =>
  within(await screen.findByRole('region', { name: 'What it would do' }));
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('the replay of a proposal', () => {
  it('says what it is where nobody asked for it, and begins it for what is read', async () => {
    const api = renderReplay();
    const part = await section();
    expect(
      await part.findByText(/^Nobody has replayed it yet/),
    ).toBeInTheDocument();
    api.replays.set('p1', replayOf({ state: 'running', blockers: [] }));
    await press('Replay');
    expect(await part.findByText(/^Replaying: 1,204 usages/)).toHaveAttribute(
      'role',
      'status',
    );
    expect(api.requests).toEqual([
      { act: 'replay', id: 'p1', body: { expected } },
    ]);
    expect(part.queryByRole('button', { name: /^Replay/ })).toBeNull();
  });

  it('looks again while it is under way, and no more when it is done', async () => {
    const running = { state: 'running' as const, result: undefined };
    const api = renderReplay(replayOf({ ...running, done: 10, blockers: [] }));
    const asked = jest.spyOn(api, 'getReplay');
    expect(
      await screen.findByText('Replaying: 10 usages so far …'),
    ).toBeInTheDocument();
    api.replays.set('p1', replayOf());
    expect(await screen.findByText('Replayed: 1,204 usages.')).toBeVisible();
    const { length } = asked.mock.calls;
    await act(() => new Promise(done => setTimeout(done, 2_500)));
    expect(asked.mock.calls).toHaveLength(length);
  });

  it('says totals in both directions, and what happens to whom', async () => {
    renderReplay(replayOf());
    const part = await section();
    expect(
      await part.findByText(
        /^Of 1,204 usages 3 would be judged more strictly \(2 of them newly blocked\), 1 more permissively; 1,200 stay as they are\. What happens to 4 cannot be predicted\. 7 usages of all run no more\./,
      ),
    ).toBeInTheDocument();
    const groups = within(part.getByRole('table', { name: 'What changes' }));
    const row = groups.getByRole('row', { name: /2 usages in prod/ });
    expect(row).toHaveTextContent('component:default/payments-api');
    expect(row).toHaveTextContent('Stricter: newly blocked');
    expect(row).toHaveTextContent(
      /Trusted, allowed \(.+\)Not trusted, blocked/,
    );
    const lines = within(
      part.getByRole('table', { name: 'By environment' }),
    ).getAllByRole('rowheader');
    expect(lines.map(one => one.textContent)).toEqual(['prod', 'dev']);
    expect(
      part.getByRole('list', { name: 'Cannot predict' }),
    ).toHaveTextContent(
      /4 usages: what is signed there was not verified .*Authority new-key: never tried for 4 usages\./,
    );
    await press('By cloud, owner and kind of entity');
    expect(part.getByRole('table', { name: 'By owner' })).toHaveTextContent(
      'group:default/p\\u{202e}ay',
    );
    expect(part.getByRole('table', { name: 'By cloud' })).toHaveTextContent(
      'none named',
    );
    expect(
      part.getByRole('table', { name: 'By kind of entity' }),
    ).toHaveTextContent('all others');
  });

  it('S11.2 says that owners are not named to everybody', async () => {
    const hidden = { ...result, byOwner: { of: [] } };
    renderReplay(replayOf({ result: hidden }));
    await press('By cloud, owner and kind of entity');
    expect(
      screen.getByText(
        'Owners are named only to those who may see every usage.',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('table', { name: 'By owner' })).toBeNull();
  });

  it('S9.3 names foreign identities with a warning, and nothing of them hidden', async () => {
    renderReplay(replayOf());
    const list = await screen.findByRole('list', {
      name: 'Foreign identities',
    });
    expect(list).toHaveTextContent(
      '<script>alert(1)</script>\\u{202e} at https://id.example, certified by public-good; at refs/heads/main; in prod; for 1 usage',
    );
    expect(
      screen.getByText('1 foreign identity would be accepted.'),
    ).toBeInTheDocument();
    expect(document.body.textContent).not.toMatch(/[\u202a-\u202e]/);
  });

  it('says that what was replayed is not what it says now, and takes no word for it', async () => {
    renderReplay(replayOf({ isCurrent: false }));
    expect(
      await screen.findByText('It was edited since it was replayed.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.queryByLabelText('Why it may be so')).toBeNull();
    expect(
      await screen.findByRole('button', { name: 'Replay again' }),
    ).toBeEnabled();
  });

  it('says why it failed', async () => {
    const problem = 'the process that replayed it has ended';
    renderReplay(
      replayOf({ state: 'failed', problem, result: undefined, blockers: [] }),
    );
    expect(await screen.findByText('The replay failed.')).toBeInTheDocument();
    expect(screen.getByText(RegExp(problem))).toBeInTheDocument();
  });

  it('has words where nothing happens', async () => {
    const nothing = {
      ...result,
      counts: countsOf({ usages: 1, same: 1 }),
      groups: [],
      unpredictable: {},
      admitted: { ...result.admitted, foreign: [] },
    };
    renderReplay(replayOf({ result: nothing, blockers: [] }));
    expect(
      await screen.findByText(/^Nothing: it makes nothing more permissive/),
    ).toBeInTheDocument();
    expect(screen.getByText(/^It accepts nobody anew/)).toBeInTheDocument();
    expect(screen.queryByRole('table', { name: 'What changes' })).toBeNull();
  });
});

describe('what has to be acknowledged', () => {
  it('S9.3 takes one statement for all that is ticked, group by group', async () => {
    const api = renderReplay(replayOf());
    const group = within(
      await screen.findByRole('group', { name: 'Newly blocked' }),
    );
    const button = await screen.findByRole('button', { name: /^Acknowledge/ });
    expect(button).toHaveAccessibleDescription(
      'Tick what you have seen. Say why it may be so.',
    );
    await userEvent.click(
      group.getByRole('checkbox', { name: 'All 2 that stand here' }),
    );
    await userEvent.type(
      screen.getByLabelText('Why it may be so'),
      'They release anew.',
    );
    await press('Acknowledge 2 of them');
    expect(await screen.findByText('2 of 3 acknowledged.')).toBeInTheDocument();
    expect(api.requests).toEqual([
      {
        act: 'acknowledge',
        id: 'p1',
        body: {
          ...{ expected, text: 'They release anew.' },
          keys: [bindingOf('1'), bindingOf('3')],
        },
      },
    ]);
    expect(group.queryByRole('checkbox')).toBeNull();
    expect(group.getAllByText('They release anew.')).toHaveLength(2);
    expect(
      within(
        screen.getByRole('group', {
          name: 'Foreign identities newly accepted',
        }),
      ).getByRole('checkbox'),
    ).not.toBeChecked();
  });

  it('S9.3 ticks nothing that was not shown, and nothing of another replay', async () => {
    const blockers = Array.from({ length: 60 }, (_, i) => ({
      ...{ key: bindingOf(`a${i}a`), why: ['more-permissive' as const] },
      text: `${i} usages in prod.`,
    }));
    const api = renderReplay(replayOf({ blockers }));
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'All 50 that stand here' }),
    );
    expect(
      screen.getByRole('button', { name: 'Acknowledge 50 of them' }),
    ).toBeInTheDocument();
    await press('Show more (10 not shown)');
    expect(
      screen.getByRole('checkbox', { name: '59 usages in prod.' }),
    ).not.toBeChecked();
    const startedAt = minutesAgo(1);
    api.replays.set('p1', replayOf({ startedAt, blockers }));
    await press('Replay again');
    expect(
      await screen.findByRole('button', { name: 'Acknowledge 0 of them' }),
    ).toBeDisabled();
  });

  it('keeps what was ticked and written where the backend refuses', async () => {
    const api = renderReplay(replayOf());
    await userEvent.click(
      await screen.findByRole('checkbox', { name: /^Somebody is newly/ }),
    );
    const text = screen.getByLabelText('Why it may be so');
    await userEvent.type(text, 'We know them.');
    api.actFailure = new FakeResponseError(403, 'reviewers names nobody');
    await press('Acknowledge 1 of them');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You are not allowed to do that.It says: reviewers names nobody',
    );
    expect(text).toHaveValue('We know them.');
    expect(
      screen.getByRole('button', { name: 'Acknowledge 1 of them' }),
    ).toBeEnabled();
  });

  it('S9.2 is nothing for authors', async () => {
    renderReplay(replayOf(), mallory);
    const button = await screen.findByRole('button', { name: /^Acknowledge/ });
    await waitFor(() =>
      expect(button).toHaveAccessibleDescription(/^You edited it, and/),
    );
  });
});
