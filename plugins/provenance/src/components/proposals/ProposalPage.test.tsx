import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeResponseError } from '../../__testUtils__/FakeProvenanceApi';
import { branchRule, releaseRule } from '../../__testUtils__/acceptance';
import {
  bindingOf,
  mallory,
  me,
  proposalOf,
} from '../../__testUtils__/proposals';
import { renderProposal } from '../../__testUtils__/renderAcceptance';
import { minutesAgo } from '../../__testUtils__/usages';

const expected = bindingOf('abc');

const section = async (name: string) =>
  within(await screen.findByRole('region', { name }));
const press = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('a proposal that does not show', () => {
  it('says that it loads', async () => {
    renderProposal({}, { getProposal: () => new Promise<never>(() => {}) });
    expect(await screen.findByText('Loading this proposal')).toBeVisible();
  });

  it('says which permission is missing', async () => {
    renderProposal({}, { proposalFailure: new FakeResponseError(403, 'no') });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'provenance.acceptance.read',
    );
  });

  it('says what could not be read, and tries again', async () => {
    const proposalFailure = new FakeResponseError(503, 'The database is away');
    const api = renderProposal({}, { proposalFailure });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Could not read this proposal.');
    api.proposalFailure = undefined;
    await press('Try again');
    expect(
      await screen.findByRole('heading', { name: 'Sign with the new key' }),
    ).toBeInTheDocument();
  });
});

describe('what a proposal says', () => {
  it('names state, authors, reason and base', async () => {
    renderProposal({ authors: [mallory, 'user:default/eve'] });
    expect(
      await screen.findByRole('heading', {
        level: 2,
        name: 'Sign with the new key',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('Open for review')).toBeInTheDocument();
    expect(screen.getByText('Everybody has the new one.')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /eve/ })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'version 42' })).toHaveAttribute(
      'href',
      '/provenance/acceptance/history/42',
    );
  });

  it('says field by field what was and what will be, signers in words and to the letter', async () => {
    renderProposal();
    const changes = await section('What it changes');
    expect(
      changes.getByText(
        '1 distrust entry added, 1 rule removed, 1 rule changed.',
      ),
    ).toBeInTheDocument();
    const table = within(
      changes.getByRole('table', { name: 'What changes in acme-release' }),
    );
    const row = (name: string) =>
      table.getByRole('row', { name: RegExp(name) });
    expect(row('What it does observed')).toHaveTextContent('enforced');
    const signers = within(row('Who may sign')).getAllByRole('cell');
    expect(signers[0]).toHaveTextContent(
      /^workflow release\.yml of any repository of owner acme on version tags \(v\*\) at GitHub Actions, certified by public-good, .*release\.yml@refs\/tags\/v\*$/,
    );
    expect(signers[1]).toHaveTextContent('key “new-key”');
    expect(row('Owner')).toHaveTextContent(
      'group:default/paymentsgroup:default/release',
    );
    expect(
      changes.getByRole('heading', { name: 'Removed: rule any-branch-in-dev' }),
    ).toBeInTheDocument();
    expect(changes.getByText('It is lost.')).toBeInTheDocument();
  });

  it('has the lines that go and come as YAML', async () => {
    renderProposal();
    const changes = await section('What it changes');
    await userEvent.click(
      changes.getAllByRole('button', { name: 'As YAML' })[0],
    );
    const yaml = changes.getByLabelText('YAML of rule acme-release');
    expect(yaml).toHaveTextContent('- was: mode: observe');
    expect(yaml).toHaveTextContent('+ will be: mode: enforce');
  });

  it('writes out what a stranger hides, and breaks nothing that is long', async () => {
    const hostile = `<script>alert(1)</script>\u202e${'x'.repeat(300)}`;
    renderProposal({
      ...{ title: hostile, reason: hostile, authors: ['user:a/b\u202e'] },
      content: { rules: [{ ...releaseRule, name: hostile }] },
      reviews: [
        {
          ...{ act: 'comment', by: mallory, binding: expected },
          ...{ text: hostile, at: minutesAgo(1) },
        },
      ],
    });
    const title = await screen.findByRole('heading', { level: 2 });
    expect(title).toHaveTextContent(
      /^<script>alert\(1\)<\/script>\\u\{202e\}x/,
    );
    await press('Replay');
    expect(document.querySelector('main script, section script')).toBeNull();
    expect(document.body.textContent).not.toMatch(/[\u202a-\u202e]/);
  });

  it('says what the linter finds, and what the authors say to it', async () => {
    renderProposal({
      lint: [
        {
          ...{ code: 'any-branch', severity: 'warning' },
          path: 'initial[0].signers[0].subject',
          ...{ sentence: 'Any branch may sign.', fix: 'Name one.' },
          because: 'It is only dev\u202e.',
        },
      ],
    });
    const linter = await section('What the linter says');
    expect(linter.getByText(/^1 warning\./)).toBeInTheDocument();
    expect(
      linter.getByText('Its authors say: It is only dev\\u{202e}.'),
    ).toBeInTheDocument();
  });
});

describe('who has to agree', () => {
  it('says how many and why, whose word is missing, and who does not count', async () => {
    const { review } = proposalOf();
    renderProposal({
      review: {
        demand: review!.demand,
        outcome: {
          isApproved: false,
          counted: ['user:default/ben'],
          ignored: [
            { by: mallory, why: 'author' },
            { by: 'user:default/eve', why: 'no-reviewer' },
          ],
          missing: { approvals: 1, owners: ['group:default/payments'] },
        },
      },
    });
    const agree = await section('Who has to agree');
    expect(
      agree.getByText(
        /^Needs two who review it and did not write it, because it changes a rule that speaks of production and it removes a rule\./,
      ),
    ).toBeInTheDocument();
    const said = agree.getByRole('list', { name: 'Reviews' }).textContent;
    expect(said).toMatch(/ben approved it\./);
    expect(said).toMatch(
      /mallory does not count: edited it, and nobody reviews what they edited\./,
    );
    expect(said).toMatch(/eve does not count: is none of the reviewers/);
    expect(said).toMatch(/Missing: 1 reviewer who did not write it\./);
    expect(said).toMatch(/Missing: a word of .*payments, whose rule it is\./);
  });
});

describe('a proposal over another version', () => {
  it('shows both sides, and carries over what nobody else touched', async () => {
    const theirs = { ...branchRule, name: 'theirs' };
    const rules = [releaseRule, branchRule, theirs];
    const api = renderProposal({}, { acceptance: { version: 43, rules } });
    const moved = await section('It has to be rebased');
    expect(
      moved.getByText(/It changes version 42; version 43 is in force by now/),
    ).toBeInTheDocument();
    expect(
      within(
        moved.getByRole('list', {
          name: 'What came into force since version 42',
        }),
      ).getByText('Added: rule theirs'),
    ).toBeInTheDocument();
    expect(
      moved.getByRole('list', { name: 'What this proposal changes' }),
    ).toHaveTextContent('Removed: rule any-branch-in-dev');
    await press('Rebase onto version 43');
    expect(
      await screen.findByText('It changes version 43 now.'),
    ).toBeInTheDocument();
    expect(api.requests).toMatchObject([
      {
        act: 'rebase',
        body: {
          ...{ expected, base: 43 },
          content: {
            rules: [{ name: 'acme-release', mode: 'enforce' }, theirs],
            distrust: [{ key: 'base-2024' }],
          },
        },
      },
    ]);
    await waitFor(() =>
      expect(screen.queryByText('It has to be rebased')).toBeNull(),
    );
    expect(screen.queryByText(/was edited since you opened it/)).toBeNull();
  });

  it('names what both touched, and offers no button for that', async () => {
    const rules = [{ ...releaseRule, rationale: 'Otherwise.' }, branchRule];
    renderProposal({}, { acceptance: { version: 43, rules } });
    const moved = await section('It has to be rebased');
    expect(
      moved.getByRole('list', { name: 'What both touch' }),
    ).toHaveTextContent(
      'Rule acme-release: what is in force changed it, and this proposal changed it.',
    );
    expect(moved.queryByRole('button', { name: /^Rebase/ })).toBeNull();
  });
});

describe('the discussion', () => {
  it('stands in the order of time, and says which approvals were of something else', async () => {
    renderProposal({
      reviews: [
        {
          ...{ act: 'approve', by: 'user:default/ben' },
          ...{ binding: bindingOf('def'), at: minutesAgo(60) },
        },
        {
          ...{ act: 'comment', by: mallory, binding: expected },
          ...{ text: 'Edited.\nPlease look again.', at: minutesAgo(5) },
        },
        {
          ...{ act: 'approve', by: me, binding: expected },
          at: minutesAgo(1),
        },
      ],
    });
    const said = (await section('Discussion')).getByRole('list', {
      name: 'What was said',
    });
    expect(
      within(said)
        .getAllByRole('listitem')
        .map(one => one.textContent),
    ).toEqual([
      expect.stringMatching(/ben approved what it said before, today/),
      expect.stringMatching(
        /mallory commented, .*Edited\.Please look again\.$/,
      ),
      expect.stringMatching(/ann approved, today/),
    ]);
  });
});
