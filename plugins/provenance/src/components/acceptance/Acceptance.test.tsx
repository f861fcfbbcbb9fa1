import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { AcceptanceResponse } from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../../api';
import {
  FakeProvenanceApi,
  FakeResponseError,
} from '../../__testUtils__/FakeProvenanceApi';
import { acceptance, manyRules } from '../../__testUtils__/acceptance';
import { AcceptanceContent } from '.';

function renderPage(
  changes: Partial<FakeProvenanceApi> = { acceptance },
  options: { route?: string; environments?: string[]; now?: Date } = {},
) {
  const api = Object.assign(new FakeProvenanceApi(), changes);
  renderInTestApp(<AcceptanceContent now={options.now} />, {
    apis: [[provenanceApiRef, api]],
    config: options.environments && {
      provenance: { environments: options.environments },
    },
    initialRouteEntries: [options.route ?? '/'],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return api;
}

const table = async () => within(await screen.findByRole('table'));
const names = async () =>
  (await table())
    .getAllByRole('rowheader')
    .map(header => within(header).getByRole('button').textContent);

const linksOf = (row: HTMLElement) =>
  within(row)
    .getAllByRole('link')
    .map(link => link.getAttribute('href'));

const all = ['acme-release', 'any-branch-in-dev', 'base\\u{202e}images'];

describe('who may sign what', () => {
  it('shows that it loads', async () => {
    renderPage({ getAcceptance: () => new Promise<never>(() => {}) });
    expect(
      await screen.findByText('Loading who may sign what'),
    ).toBeInTheDocument();
  });

  it('says which permission is missing, and whom to ask', async () => {
    renderPage({ acceptanceFailure: new FakeResponseError(403, 'no') });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'You are not allowed to read who may sign what.',
    );
    expect(alert).toHaveTextContent('provenance.acceptance.read');
    expect(alert).toHaveTextContent('the platform team');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says what could not be loaded, and tries again', async () => {
    const api = renderPage({
      acceptance,
      acceptanceFailure: new FakeResponseError(503, 'The database is away'),
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Could not read who may sign what.');
    api.acceptanceFailure = undefined;
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Try again' }),
    );
    expect(await names()).toEqual(all);
  });

  it('says that nobody may sign, and how to begin', async () => {
    renderPage({});
    expect(
      await screen.findByText('Nobody may sign anything yet.'),
    ).toBeInTheDocument();
    expect(screen.getByText('Version 1 is in force: 0 rules.')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'See who signs what runs' }),
    ).toHaveAttribute('href', '/first-rules');
    expect(
      screen.getByRole('link', { name: 'write one yourself' }),
    ).toHaveAttribute('href', '/propose?add=rule');
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Where the configuration has the rules',
      }),
    );
    expect(
      screen.getByLabelText('Lines for app-config.yaml'),
    ).toHaveTextContent('mode: observe');
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('says of each rule who may sign what, where, and what happens else', async () => {
    renderPage();
    expect(
      await screen.findByText(
        'Version 42 is in force: 3 rules, 1 distrust entry.',
      ),
    ).toBeInTheDocument();
    const rules = await table();
    expect(
      rules.getAllByRole('columnheader').map(one => one.textContent),
    ).toEqual(['Rule', 'Who may sign', 'What', 'Where, and what it does']);
    const row = within(rules.getByRole('row', { name: /acme-release/ }));
    expect(
      row.getByText(
        'workflow release.yml of any repository of owner acme on version tags (v*)',
      ),
    ).toBeInTheDocument();
    expect(row.getByText('key “platform-key”')).toBeInTheDocument();
    expect(row.getByText('everything below ghcr.io/acme/')).toBeInTheDocument();
    expect(
      row.getByText('prod: enforced, in part only observed'),
    ).toBeInTheDocument();
    expect(row.getByText('staging: observed')).toBeInTheDocument();
    expect(row.getByText('dev: off')).toBeInTheDocument();
    expect(row.getByRole('link', { name: /payments/ })).toHaveAttribute(
      'href',
      '/catalog/default/group/payments',
    );
    expect(row.getByText(/two people approved/)).toBeInTheDocument();
    expect(
      row.getByRole('link', { name: /handbook\.acme\.example\/releasing/ }),
    ).toHaveAttribute('href', 'https://handbook.acme.example/releasing');
  });

  it('writes out what a stranger hides, and leads nowhere that is not safe', async () => {
    renderPage();
    const rules = await table();
    const hostile = rules.getByRole('row', { name: /base\\u\{202e\}images/ });
    expect(hostile).toHaveTextContent('Owner: nobody\\u{202e}');
    expect(hostile).toHaveTextContent(
      'whoever “<img src=x onerror=alert(1)>@**” fits',
    );
    expect(document.querySelector('img')).toBeNull();
    expect(linksOf(hostile)).toEqual(['/propose?rule=base%E2%80%AEimages']);
    const branch = rules.getByRole('row', { name: /any-branch-in-dev/ });
    expect(branch).toHaveTextContent('Runbook: javascript:alert(1)');
    expect(linksOf(branch)).toEqual(['/propose?rule=any-branch-in-dev']);
    expect(document.body.textContent).not.toMatch(/[\u202a-\u202e]/);
  });
});

describe('what the rules do', () => {
  const rule = (name: string) =>
    acceptance.rules.find(one => one.name === name);
  const use = {
    version: 42,
    countedAt: '2026-11-20T12:00:00Z',
    rules: [
      {
        ...{ rule: 'acme-release', usages: 412, met: 412 },
        lastMetAt: '2026-11-20T09:00:00Z',
      },
      { rule: 'any-branch-in-dev', usages: 3, met: 0 },
    ],
  };

  it('stands at each rule, and nothing where nobody knows', async () => {
    renderPage({ acceptance, use }, { now: new Date('2026-11-20T12:00:00Z') });
    const row = async (name: RegExp) =>
      (await table()).getByRole('row', { name });
    expect(
      await screen.findByText('Covers 412 usages, last met 3 h ago.'),
    ).toBeInTheDocument();
    expect(await row(/any-branch/)).toHaveTextContent(
      'Covers 3 usages, never met.',
    );
    expect(await row(/base/)).not.toHaveTextContent(/Covers|Speaks of/);
  });

  it('is not said of the rules of another version', async () => {
    renderPage({ acceptance, use: { ...use, version: 41 } });
    await screen.findByText('any-branch-in-dev');
    expect(screen.queryByText(/^Covers/)).toBeNull();
  });

  it('says that not everything is judged yet, as after a merge', async () => {
    const pending = { ...use, pending: 1_200 };
    renderPage({ acceptance, use: pending });
    expect(
      await screen.findByText(/^1,200 usages not judged by this version yet/),
    ).toBeInTheDocument();
  });

  it('does not keep the rules away where it cannot be loaded', async () => {
    const api = renderPage({
      acceptance,
      useFailure: new FakeResponseError(503, 'Too busy to count'),
    });
    expect(
      await screen.findByText(/could not be loaded: Too busy to count/),
    ).toBeInTheDocument();
    expect(await names()).toEqual(all);
    Object.assign(api, { useFailure: undefined, use });
    await userEvent.click(screen.getByRole('button', { name: 'Count again' }));
    expect(await screen.findByText(/^Covers 3 usages/)).toBeInTheDocument();
    expect(screen.queryByText(/could not be loaded/)).toBeNull();
  });

  it('says which signer is shadowed by another', async () => {
    const twice = rule('any-branch-in-dev')!;
    renderPage({
      acceptance: {
        version: 1,
        rules: [{ ...twice, signers: [...twice.signers, ...twice.signers] }],
      },
    });
    expect(
      await screen.findByText(
        /^Shadowed: Whoever this signer accepts, .* accepts already\.$/,
      ),
    ).toBeInTheDocument();
  });

  it('leads to a proposal of a change', async () => {
    renderPage();
    expect(
      await screen.findByRole('button', { name: 'Propose a change' }),
    ).toHaveAttribute('href', '/propose');
    expect(
      screen.getByRole('link', { name: 'Change acme-release' }),
    ).toHaveAttribute('href', '/propose?rule=acme-release');
  });
});

describe('finding a rule', () => {
  it('narrows by every word of a search', async () => {
    renderPage();
    const search = await screen.findByLabelText('Search');
    await userEvent.type(search, 'BRANCH payments');
    await waitFor(async () =>
      expect(await names()).toEqual(['any-branch-in-dev']),
    );
    expect(screen.getByText('1 of 3 rules')).toBeInTheDocument();
    await userEvent.type(search, ' nothing-like-it');
    expect(await screen.findByText('0 of 3 rules')).toBeInTheDocument();
    expect(screen.queryByRole('table')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(await names()).toEqual(all);
  });

  it('narrows by environment: a rule without any speaks of each', async () => {
    renderPage({ acceptance }, { environments: ['prod', 'qa'] });
    const choice = await screen.findByLabelText('Environment');
    expect(
      within(choice)
        .getAllByRole('option')
        .map(one => one.textContent),
    ).toEqual(['every environment', 'prod', 'qa', 'dev', 'staging']);
    await userEvent.selectOptions(choice, 'prod');
    await waitFor(async () => expect(await names()).toEqual([all[0], all[2]]));
    await userEvent.selectOptions(choice, 'qa');
    await waitFor(async () => expect(await names()).toEqual([all[2]]));
  });

  it('narrows by signer, also by one of a requirement', async () => {
    renderPage();
    const choice = await screen.findByLabelText('Signer');
    await userEvent.selectOptions(choice, 'key “scanner-key”');
    await waitFor(async () => expect(await names()).toEqual([all[0]]));
  });

  it('keeps a choice of the address that the list does not have any more', async () => {
    renderPage({ acceptance }, { route: '/?signer=key+gone' });
    expect(await screen.findByText('0 of 3 rules')).toBeInTheDocument();
    expect(screen.getByLabelText('Signer')).toHaveDisplayValue(
      'not in this list',
    );
  });

  it('draws fifty of many, and more when asked or linked to', async () => {
    renderPage({ acceptance: manyRules(60) }, { route: '/?rule=rule-52' });
    expect(await screen.findByText('rule-52')).toBeInTheDocument();
    expect(screen.queryByText('rule-53')).toBeNull();
    await userEvent.click(screen.getByText('Show more (7 not shown)'));
    expect(screen.getByText('rule-59')).toBeInTheDocument();
    expect(screen.queryByText(/^Show more/)).toBeNull();
  });
});

describe('reading a rule', () => {
  async function openRule(name: string, list: AcceptanceResponse = acceptance) {
    renderPage({ acceptance: list });
    const button = (await table()).getByRole('button', { name });
    act(() => button.focus());
    await userEvent.keyboard('{Enter}');
    expect(button).toHaveAttribute('aria-expanded', 'true');
    return within(await screen.findByRole('region', { name }));
  }

  it('opens by keyboard and says everything, in words and exactly', async () => {
    const detail = await openRule('acme-release');
    expect(
      detail.getByText(
        /^Workflow release\.yml of any repository of owner acme on version tags \(v\*\) at GitHub Actions, only on machines of the kind github-hosted, only for repositories of https:\/\/github\.com\/acme, or key “platform-key” may sign everything below ghcr\.io\/acme\/ or everything directly below/,
      ),
    ).toBeInTheDocument();
    expect(
      detail.getByText(
        'The newest scan found at most 0 critical and 5 high; signed by key “scanner-key”; no older than 7 days, by proven time; in prod observed.',
      ),
    ).toBeInTheDocument();
    expect(
      detail.getByText('only on machines of the kind github-hosted'),
    ).toBeInTheDocument();
    expect(
      detail.getByText(
        'https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v*',
      ),
    ).toBeInTheDocument();
    expect(
      detail.getAllByText(/^\* stands for any text without “\/”/),
    ).not.toHaveLength(0);
    await userEvent.click(detail.getByRole('button', { name: 'As YAML' }));
    expect(detail.getByLabelText('Lines')).toHaveTextContent(
      'maximumAge: days: 7',
    );
    expect(
      detail.getByRole('button', { name: 'Copy the YAML of acme-release' }),
    ).toBeInTheDocument();
  });

  it('says what the linter finds, how bad that is, and what to do', async () => {
    const detail = await openRule('any-branch-in-dev');
    const findings = within(
      detail.getByRole('list', { name: 'Findings of the linter' }),
    ).getAllByRole('listitem');
    const text = findings.map(one => one.textContent).join('\n');
    expect(text).toMatch(/Error: .*pull-request-ref at initial\[1\]\.signers/);
    expect(text).toMatch(/Warning: .*any-repository at initial\[1\]\.signers/);
    expect(text).toContain('Name the repositories, or bind the repository');
  });

  it('writes the YAML of a stranger so that nothing in it is hidden', async () => {
    const detail = await openRule('base\\u{202e}images');
    await userEvent.click(detail.getByRole('button', { name: 'As YAML' }));
    const yaml = detail.getByLabelText('Lines').textContent;
    expect(yaml).toContain('name: "base\\u202eimages"');
    expect(yaml).not.toMatch(/\u202e/);
  });

  it('says nothing of the linter where it finds nothing', async () => {
    const rule = {
      name: 'quiet',
      references: ['ghcr.io/acme/payments'],
      mode: 'enforce' as const,
      signers: [{ key: 'platform-key' }],
    };
    const detail = await openRule('quiet', { version: 1, rules: [rule] });
    expect(detail.queryByRole('list', { name: /linter/ })).toBeNull();
    expect(
      screen.getByText(/The linter has nothing against them/),
    ).toBeInTheDocument();
  });
});

describe('beside the rules', () => {
  it('says who counts for nothing since when, why, and what to do', async () => {
    renderPage();
    const entries = await screen.findByRole('list', {
      name: 'Distrust entries',
    });
    expect(entries).toHaveTextContent(
      'Nothing signed by key “base-2024” counts, from 2026-11-03 00:00 UTC on.',
    );
    expect(entries).toHaveTextContent('The key was on a laptop that is gone.');
    expect(entries).toHaveTextContent(
      'What is proven to be older still counts.',
    );
    expect(within(entries).getByRole('link')).toHaveAttribute(
      'href',
      'https://handbook.acme.example/incidents/17',
    );
  });

  it('says which builders were reviewed, by the company and for everybody', async () => {
    renderPage();
    expect(
      await screen.findByRole('list', {
        name: 'Builders that your company reviewed',
      }),
    ).toHaveTextContent(
      'Provenance signed by key “platform-key” that names the builder https://ci.acme.example/** reaches SLSA build level 2.',
    );
    await userEvent.click(
      screen.getByRole('button', { name: '6 builders reviewed for everybody' }),
    );
    expect(
      within(
        screen.getByRole('list', { name: 'Builders reviewed for everybody' }),
      ).getAllByText(/reaches SLSA build level 3/),
    ).toHaveLength(4);
  });

  it('S2.4 says which repository is whose, and of many the first ones', async () => {
    const bindings = Array.from({ length: 23 }, (_, i) => ({
      entity: `component:default/service-${i}`,
      repository: `https://github.com/acme/service-${i}`,
      ...(i > 0 && { repositoryId: `10${i}` }),
    }));
    renderPage({ acceptance: { ...acceptance, bindings } });
    const list = await screen.findByRole('list', {
      name: 'Bound repositories',
    });
    const entries = within(list).getAllByText(/^The repository of /);
    expect(entries).toHaveLength(20);
    expect(entries[1]).toHaveTextContent(
      'The repository of component:default/service-1 is https://github.com/acme/service-1, with the id 101.',
    );
    expect(list).toHaveTextContent('Whoever has that name: no id is pinned.');
    expect(list).toHaveTextContent(
      'unpinned-binding at bindings[0].repository',
    );
    await userEvent.click(
      screen.getByRole('button', { name: '3 bindings more' }),
    );
    expect(
      within(
        screen.getByRole('list', { name: 'More bound repositories' }),
      ).getAllByText(/^The repository of /),
    ).toHaveLength(3);
  });

  it('S1.4 says which keys the version holds, by their fingerprints', async () => {
    const publicKey = [
      '-----BEGIN PUBLIC KEY-----',
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeZ+Lu5cz4PKV012p+iJqz7SwO24v',
      'dQ+fh489veZ5kGb1MWefmp5Bk5mjVogSRf+kI89pGDzJSmEX+5LeBi75Cg==',
      '-----END PUBLIC KEY-----',
      '',
    ].join('\n');
    const key = { name: 'ci\u202e', publicKey, reason: 'The build farm.' };
    renderPage({ acceptance: { ...acceptance, keys: [key] } });
    const list = await screen.findByRole('list', {
      name: 'Keys of this version',
    });
    expect(list).toHaveTextContent(
      'Key “ci\\u{202e}” (ECDSA on P-256) may be named by rules.',
    );
    expect(list).toHaveTextContent('The build farm.');
    expect(list).toHaveTextContent(/sha256:[0-9a-f]{64}/);
    expect(list).not.toHaveTextContent('\u202e');
  });

  it('has words where nothing is distrusted and nobody was reviewed', async () => {
    renderPage({});
    expect(
      await screen.findByText(/^Nobody and nothing is distrusted/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Your company reviewed none itself.'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Bound repositories')).toBeNull();
    expect(screen.queryByText('Keys')).toBeNull();
  });
});
