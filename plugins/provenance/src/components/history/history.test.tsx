import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { manyRules } from '../../__testUtils__/acceptance';
import { FakeResponseError } from '../../__testUtils__/FakeProvenanceApi';
import {
  bindingOf,
  mallory,
  proposalOf,
  second,
  seed,
} from '../../__testUtils__/proposals';
import { renderAcceptance } from '../../__testUtils__/renderAcceptance';

const merged = proposalOf({ id: 'p0', state: 'merged', mergedAs: 42 });
const world = {
  acceptance: { version: 42, ...second.content },
  versions: [second, seed],
  proposals: [merged],
};
const version = (number: number) => ({ ...seed, number });

describe('the history', () => {
  it('shows that it loads', async () => {
    renderAcceptance('/history', {
      listAcceptanceVersions: () => new Promise<never>(() => {}),
    });
    expect(await screen.findByText('Loading the versions')).toBeVisible();
  });

  it.each([
    [403, 'provenance.acceptance.read'],
    [503, 'Could not read the versions.'],
  ])('says what came of a %p', async (status, words) => {
    const versionFailure = new FakeResponseError(status, 'no');
    renderAcceptance('/history', { versionFailure });
    expect(await screen.findByRole('alert')).toHaveTextContent(words);
  });

  it('says what will stand there', async () => {
    renderAcceptance('/history', {});
    expect(
      await screen.findByText('There is no version yet.'),
    ).toBeInTheDocument();
  });

  it('says of each who wrote and approved it, why, and that a seed is unreviewed', async () => {
    renderAcceptance('/history', world);
    const table = within(await screen.findByRole('table', { name: 'History' }));
    const row = (name: string) =>
      table.getByRole('row', { name: RegExp(name) });
    expect(row('Version 42')).toHaveTextContent(/mallory.*ben.*Sign with the/);
    expect(row('Version 42')).toHaveTextContent(/a proposal$/);
    expect(
      within(row('Version 42')).getByRole('link', { name: /Sign with/ }),
    ).toHaveAttribute('href', '/provenance/acceptance/proposals/p0');
    expect(row('Version 41')).toHaveTextContent(
      /nobody–the first list, from the configuration; unreviewed$/,
    );
  });

  it('shows a version whose proposal is not kept', async () => {
    renderAcceptance('/history', { ...world, proposals: [] });
    expect(
      await screen.findByRole('row', { name: /Version 42.*–.*ben/ }),
    ).toBeInTheDocument();
  });

  it('shows a page, and more when asked, and asks for no proposal twice', async () => {
    const versions = [
      second,
      ...Array.from({ length: 24 }, (_, i) => version(41 - i)),
    ];
    const getProposal = jest.fn(async () => merged);
    renderAcceptance('/history', { ...world, versions, getProposal });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more (5 not shown)' }),
    );
    await waitFor(() =>
      expect(screen.getAllByRole('rowheader')).toHaveLength(25),
    );
    expect(getProposal).toHaveBeenCalledTimes(1);
  });
});

describe('a version', () => {
  it('says what it changed, by whose word, and why', async () => {
    renderAcceptance('/history/42', world);
    expect(
      await screen.findByRole('heading', {
        level: 2,
        name: 'Version 42, in force',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('The old one is gone.')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /ben/ })).toBeInTheDocument();
    expect(
      screen.getByRole('list', { name: 'Changes of version 41' }),
    ).toHaveTextContent('Added: rule acme-release');
    expect(screen.queryByRole('button', { name: /^Restore/ })).toBeNull();
  });

  it('says what the first began with', async () => {
    renderAcceptance('/history/41', world);
    expect(
      await screen.findByRole('list', { name: 'What it began with' }),
    ).toHaveTextContent('Added: rule any-branch-in-dev');
    expect(screen.getByText(/; unreviewed$/)).toBeInTheDocument();
  });

  it('draws fifty of many changes, and more when asked', async () => {
    const rules = manyRules(60).rules;
    const many = { ...seed, content: { rules } };
    renderAcceptance('/history/41', { ...world, versions: [second, many] });
    const list = within(
      await screen.findByRole('list', { name: 'What it began with' }),
    );
    expect(screen.getByText('60 rules added.')).toBeInTheDocument();
    expect(list.getAllByRole('heading')).toHaveLength(50);
    await userEvent.click(
      screen.getByRole('button', { name: 'Show more (10 not shown)' }),
    );
    expect(list.getAllByRole('heading')).toHaveLength(60);
  });

  it('S9.5 is restored as a proposal over what is in force', async () => {
    const api = renderAcceptance('/history/41', world);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Restore as a proposal' }),
    );
    expect(
      await screen.findByRole('heading', {
        level: 2,
        name: 'Restore version 41',
      }),
    ).toBeInTheDocument();
    expect(api.requests).toEqual([
      {
        act: 'create',
        body: {
          title: 'Restore version 41',
          reason: 'What version 41 said is to be in force again.',
          base: 42,
          content: seed.content,
        },
      },
    ]);
  });

  it('says why it cannot be restored', async () => {
    renderAcceptance('/history/41', {
      ...world,
      actFailure: Object.assign(new FakeResponseError(409, 'no'), {
        cause: {
          code: 'nothing-in-force',
          message: 'set provenance.acceptance.source to "database"',
        },
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Restore as a proposal' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'set provenance.acceptance.source to "database"',
    );
  });

  it('is not restored where what is in force says the same', async () => {
    const same = { ...seed, number: 40, content: second.content };
    renderAcceptance('/history/40', {
      ...world,
      versions: [second, seed, same],
    });
    expect(
      await screen.findByRole('button', { name: 'Restore as a proposal' }),
    ).toHaveAccessibleDescription('What is in force says the same.');
  });

  it.each(['/history/0', '/history/1e3', '/history/-1', '/history/abc'])(
    'asks for nothing at %s',
    async path => {
      const getAcceptanceVersion = jest.fn(async () => second);
      renderAcceptance(path, { ...world, getAcceptanceVersion });
      expect(
        await screen.findByText('There is no such page here.'),
      ).toBeInTheDocument();
      expect(getAcceptanceVersion).not.toHaveBeenCalled();
    },
  );

  it('says that it is not here', async () => {
    renderAcceptance('/history/7', world);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not read this version: it is not here any more.',
    );
    expect(screen.queryByText(mallory)).toBeNull();
    expect(screen.queryByText(bindingOf('42'))).toBeNull();
  });
});
