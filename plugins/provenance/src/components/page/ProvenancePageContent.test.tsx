import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { storageApiRef } from '@backstage/core-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { provenanceApiRef } from '../../api';
import {
  FakeProvenanceApi,
  FakeResponseError,
} from '../../__testUtils__/FakeProvenanceApi';
import {
  complete,
  coverageOf,
  firstRun,
  unlocated,
} from '../../__testUtils__/setup';
import { now } from '../../__testUtils__/usages';
import { ProvenancePageContent } from '.';

function renderPage(
  changes: Partial<FakeProvenanceApi>,
  options: {
    route?: string;
    storage?: ReturnType<typeof mockApis.storage>;
  } = {},
) {
  const api = Object.assign(new FakeProvenanceApi(), changes);
  renderInTestApp(<ProvenancePageContent now={now} />, {
    apis: [
      [provenanceApiRef, api],
      [storageApiRef, options.storage ?? mockApis.storage()],
    ],
    initialRouteEntries: [options.route ?? '/'],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return api;
}

const never = () => new Promise<never>(() => {});
const steps = async () =>
  within(await screen.findByRole('list', { name: 'Steps' }));

describe('the first run', () => {
  it('shows that it loads', async () => {
    renderPage({ getSetup: never, getDiscovery: never });
    expect(
      await screen.findByText('Loading what this portal lacks'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Loading of which entities nothing is known'),
    ).toBeInTheDocument();
  });

  it('says what was found, by whom, and what is missing with the lines that end it', async () => {
    renderPage({ setup: firstRun });
    expect(
      await screen.findByText(
        '412 entities of the catalog were looked through, and 1,204 artifacts found.',
      ),
    ).toBeInTheDocument();
    const locators = within(screen.getByRole('list', { name: 'Locators' }))
      .getAllByRole('listitem')
      .map(item => item.textContent);
    expect(locators).toEqual([
      'annotation: 12 entities, 40 artifacts, 1 min ago',
      'kubernetes: fails since 10:30, and what it said before stays. cluster-7 is away',
      'inventory: 2 entities, 3 artifacts; much of what it saw before is missing since 11:30, and stays for a day',
      'report: its first pass is under way',
    ]);
    const list = await steps();
    expect(
      list.getAllByRole('heading').map(heading => heading.textContent),
    ).toEqual([
      'Done: Artifacts are found',
      'Open: Hosts that nobody allowed',
      'Open: Authorities that are not loaded',
      'Open: Environments are not declared',
      'Open: No rule says who may sign',
    ]);
    expect(list.getByText(/^acme-sigstore could not be loaded/)).toBeVisible();
    const [lines] = list.getAllByRole('button', {
      name: 'Lines for app-config.yaml',
    });
    act(() => lines.focus());
    await userEvent.keyboard('{Enter}');
    expect(list.getByLabelText('Lines for app-config.yaml')).toHaveTextContent(
      'host: ghcr.io',
    );
    expect(
      list.getByRole('button', { name: 'Copy the lines for app-config.yaml' }),
    ).toBeInTheDocument();
  });

  it('S12.2 names the hosts in plain text, bounded, and leads nowhere', async () => {
    renderPage({ setup: firstRun });
    const list = await steps();
    expect(
      list.getByText('ghcr.io: 812 artifacts of 40 entities'),
    ).toBeInTheDocument();
    expect(
      list.getByText(
        'https://evil.example/\\u{202e}click: 1 artifact of 1 entity',
      ),
    ).toBeInTheDocument();
    expect(list.getByText('and 3 more hosts')).toBeInTheDocument();
    expect(list.queryAllByRole('link')).toEqual([]);
  });

  it('is hidden for the person who hides it, and stays a small link', async () => {
    const storage = mockApis.storage();
    renderPage({ setup: firstRun }, { storage });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Hide for me' }),
    );
    expect(screen.queryByRole('list', { name: 'Steps' })).toBeNull();
    expect(
      storage.forBucket('provenance').snapshot('setupDismissed').value,
    ).toBe(true);
    await userEvent.click(
      screen.getByRole('button', { name: 'Set-up: 4 steps open' }),
    );
    expect(await steps()).toBeTruthy();
  });

  it('is gone once nothing is missing, but for the link', async () => {
    renderPage({ setup: complete });
    const link = await screen.findByRole('button', { name: 'Set-up: done' });
    expect(screen.queryByRole('list', { name: 'Steps' })).toBeNull();
    await userEvent.click(link);
    expect(
      screen.getByRole('heading', { name: 'This portal lacks nothing' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('list', { name: 'Steps' })).toBeNull();
  });

  it('is not for everybody, and says which permission it needs', async () => {
    renderPage({
      setupFailure: new FakeResponseError(403, 'no'),
      discovery: coverageOf([unlocated('bare')]),
    });
    expect(
      await screen.findByText('provenance.evidence.read.all'),
    ).toBeInTheDocument();
    expect(await screen.findByText('bare')).toBeInTheDocument();
  });

  it('says what could not be loaded, and tries again', async () => {
    const api = renderPage({
      setup: firstRun,
      setupFailure: new FakeResponseError(503, 'The database is not there'),
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Could not load what this portal lacks.');
    api.setupFailure = undefined;
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    expect(await steps()).toBeTruthy();
  });
});

describe('coverage', () => {
  it('says of how many it is known what they run, and of the others why not', async () => {
    renderPage({
      discovery: {
        ...coverageOf([
          unlocated('bare'),
          unlocated('frozen', {
            ...{ reason: 'entity-problem', problem: 'bad \u202eyaml' },
            fix: { text: 'Correct the file.' },
          }),
        ]),
        hidden: 5,
      },
    });
    expect(
      await screen.findByRole('heading', {
        level: 2,
        name: 'It is known what 11 of 13 entities run.',
      }),
    ).toBeInTheDocument();
    const row = screen.getByRole('row', { name: /component: service/ });
    expect(row).toHaveTextContent('component: service11981 %2');
    expect(
      screen.getByText('5 more entities that you may not see are not counted.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /bare/ })).toHaveAttribute(
      'href',
      '/catalog/default/component/bare',
    );
    expect(
      screen.getByRole('button', {
        name: 'The catalog cannot process it: bad \\u{202e}yaml',
      }),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Nobody has said what it runs' }),
    );
    expect(
      screen.getByLabelText('Lines for catalog-info.yaml'),
    ).toHaveTextContent('x: bare');
  });

  it('narrows the list to what is chosen, and keeps that in the address', async () => {
    const discovery = coverageOf([unlocated('bare')]);
    const api = renderPage(
      { discovery },
      { route: '/?owner=group:default/payments' },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /show only these/ }),
    );
    await waitFor(() =>
      expect(api.discoveryQueries.at(-1)).toEqual({
        ...{ kind: ['component'], type: ['service'] },
        ...{ owner: ['group:default/payments'], limit: 50 },
      }),
    );
    expect(
      await screen.findByRole('button', {
        ...{ name: /show only these/, pressed: true },
      }),
    ).toBeInTheDocument();
    await userEvent.selectOptions(screen.getByLabelText('Owner'), 'everybody');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show all' }),
    );
    await waitFor(() =>
      expect(api.discoveryQueries.at(-1)).toEqual({ limit: 50 }),
    );
  });

  it('offers all owners, also those of other pages, with what is not known of them', async () => {
    const items = Array.from({ length: 60 }, (_, i) => unlocated(`s-${i}`));
    const owners = [
      { owner: 'group:default/payments', entities: 69, withUsages: 9 },
      { owner: 'group:default/\u202ecards', entities: 3, withUsages: 1 },
    ];
    renderPage(
      { discovery: { ...coverageOf(items), owners } },
      { route: '/?owner=group:default/gone' },
    );
    const options = async () =>
      within(await screen.findByLabelText('Owner'))
        .getAllByRole('option')
        .map(one => one.textContent);
    const all = [
      ...['everybody', 'group:default/gone'],
      'group:default/payments (60 of 69)',
      'group:default/\\u{202e}cards (2 of 3)',
    ];
    expect(await options()).toEqual(all);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more' }),
    );
    expect(await screen.findByText('s-59')).toBeInTheDocument();
    expect(await options()).toEqual(all);
  });

  it('shows the first fifty, and more when asked', async () => {
    const items = Array.from({ length: 60 }, (_, i) => unlocated(`s-${i}`));
    renderPage({ discovery: coverageOf(items) });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more' }),
    );
    expect(await screen.findByText('s-59')).toBeInTheDocument();
    expect(screen.getByText('s-0')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it.each([
    [
      'nothing is expected',
      { ...coverageOf([]), coverage: [] },
      'No entity that you may see is expected to run something.',
    ],
    [
      'everything is known',
      coverageOf([]),
      'It is known what all 11 entities run.',
    ],
  ])('has words where %s', async (_, discovery, words) => {
    renderPage({ discovery });
    expect(
      await screen.findByRole('heading', { name: words }),
    ).toBeInTheDocument();
  });

  it('says what could not be loaded', async () => {
    const failure = new FakeResponseError(503, 'The database is not there');
    renderPage({ setup: complete, failure });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Could not load of which entities nothing is known.',
    );
  });
});
