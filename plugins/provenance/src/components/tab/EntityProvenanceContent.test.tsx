import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  FakeProvenanceApi,
  FakeResponseError,
} from '../../__testUtils__/FakeProvenanceApi';
import { renderOnEntityPage, unannotated } from '../../__testUtils__/render';
import {
  everything,
  hotfix,
  hotfixDetail,
  manyUsages,
  stale,
  trusted,
  unruled,
} from '../../__testUtils__/stories';
import { now, usage } from '../../__testUtils__/usages';
import { EntityProvenanceContent } from '.';

type Options = Parameters<typeof renderOnEntityPage>[2];

function renderTab(api: FakeProvenanceApi, options?: Options) {
  return renderOnEntityPage(
    <EntityProvenanceContent now={now} />,
    api,
    options,
  );
}

const rowOf = async (name: string) =>
  (await screen.findByRole('button', { name })).closest('li')!;

describe('EntityProvenanceContent', () => {
  it('asks for the usages of this entity and nothing else, in one request', async () => {
    const api = new FakeProvenanceApi([trusted]);
    renderTab(api);
    await rowOf('payments');
    expect(api.queries).toEqual([
      {
        entityRef: ['component:default/payments-api'],
        limit: 100,
        cursor: undefined,
      },
    ]);
  });

  it('S6.1 is never green where the catalog froze the entity, and says why', async () => {
    const frozen = usage({
      entityProblem: 'spec.owner must be a text',
      freshness: {
        status: 'stale',
        provenAt: now.toISOString(),
        since: now.toISOString(),
        cause: 'entity-problem',
      },
    });
    renderTab(new FakeProvenanceApi([frozen]));
    expect(
      await screen.findByText(/is of the version before/),
    ).toHaveTextContent('spec.owner must be a text');
    expect(document.querySelector('[data-standing="trusted"]')).toBeNull();
    expect(
      document.querySelector('[data-standing="stale"]'),
    ).toBeInTheDocument();
  });

  it('begins with one sentence, and says verdict, decision, since when and how fresh on each line', async () => {
    renderTab(new FakeProvenanceApi([trusted, hotfix]));
    expect(
      await screen.findByRole('heading', {
        level: 2,
        name: '1 of 2 artifacts trusted. 1 in prod would be blocked.',
      }),
    ).toBeInTheDocument();
    const rows = screen.getAllByRole('listitem');
    expect(rows[0]).toHaveTextContent('Not trusted · Would be blocked');
    expect(rows[0]).toHaveTextContent('Signed from another branch or tag');
    expect(rows[0]).toHaveTextContent('The tag moved');
    expect(rows[0]).toHaveTextContent('7d0c55e1a2b3');
    expect(rows[1]).toHaveTextContent('Trusted');
    expect(rows[1]).toHaveTextContent('aws · eu-west-1/cluster-7');
    expect(rows[1]).toHaveTextContent('since Tue, proven 12 min ago');
  });

  it('groups by environment in the order that the configuration declares', async () => {
    const usages = ['prod', 'dev', undefined, 'qa'].map((environment, i) =>
      usage({ id: `${i}`, environment }),
    );
    renderTab(new FakeProvenanceApi(usages), { environments: ['qa', 'prod'] });
    await screen.findByRole('heading', { level: 3, name: 'qa' });
    expect(
      screen
        .getAllByRole('heading', { level: 3 })
        .map(heading => heading.textContent),
    ).toEqual(['qa', 'prod', 'dev', 'No environment declared']);
  });

  it('names a stale proof and its cause, in grey and not as a failure', async () => {
    renderTab(new FakeProvenanceApi([stale]));
    const row = await rowOf('payments-worker');
    expect(row).toHaveTextContent(
      'last proven yesterday, 14:02: registry not reachable since then',
    );
    expect(row.querySelector('[data-standing="stale"]')).toBeInTheDocument();
  });

  it('S3.3 shows a portal without rules without a single red or amber line', async () => {
    renderTab(new FakeProvenanceApi([unruled]));
    const row = await rowOf('toolbox');
    expect(row).toHaveTextContent('Not trusted · No rule yet');
    expect(row.querySelector('[data-standing="no-rule"]')).toBeInTheDocument();
  });
});

describe('states of the tab', () => {
  it('shows its shape while it loads', async () => {
    const api = new FakeProvenanceApi();
    jest.spyOn(api, 'listUsages').mockReturnValue(new Promise(() => {}));
    renderTab(api);
    expect(
      await screen.findByText('Loading who signed what'),
    ).toBeInTheDocument();
  });

  it('says which two lines fill it where nothing is named', async () => {
    renderTab(new FakeProvenanceApi(), { entity: unannotated });
    const snippet = await screen.findByLabelText('Lines for catalog-info.yaml');
    expect(snippet).toHaveTextContent('countersign.dev/artifacts: |');
    expect(snippet).toHaveTextContent(
      '- reference: registry.example.com/team/payments-api:1.0.0',
    );
    expect(
      screen.getByRole('button', { name: 'Copy the annotation' }),
    ).toBeInTheDocument();
  });

  it('says that the first look is under way where artifacts are named', async () => {
    renderTab(new FakeProvenanceApi());
    expect(
      await screen.findByText('The first look is under way.'),
    ).toBeInTheDocument();
  });

  it('shows usages without an annotation too: other locators find them', async () => {
    renderTab(new FakeProvenanceApi([trusted]), { entity: unannotated });
    expect(await rowOf('payments')).toBeInTheDocument();
  });

  it('says what failed and whether it matters, and tries again', async () => {
    const api = new FakeProvenanceApi([trusted]);
    api.failure = new FakeResponseError(503, 'Request failed with 503');
    renderTab(api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Could not load the artifacts');
    expect(alert).toHaveTextContent('This says nothing about the artifacts');
    api.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await rowOf('payments')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('names the permission and whom to ask where it is forbidden', async () => {
    const api = new FakeProvenanceApi();
    api.failure = new FakeResponseError(403, 'Forbidden');
    renderTab(api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('You are not allowed to load');
    expect(alert).toHaveTextContent('provenance.usage.read');
    expect(alert).toHaveTextContent('platform team');
  });

  it('reads every page of 500 usages, draws a window of them, and counts them all', async () => {
    const api = new FakeProvenanceApi([...manyUsages(499), hotfix]);
    const { container } = renderTab(api);
    const rows = () => container.querySelectorAll('li').length;
    expect(
      await screen.findByText(/^499 of 500 artifacts trusted/),
    ).toBeInTheDocument();
    expect(api.queries.map(query => query.cursor)).toEqual([undefined, '100']);
    expect(rows()).toBe(50);
    await userEvent.click(screen.getByText('Show more (450 not shown)'));
    expect(rows()).toBe(100);
  });

  it('draws a linked artifact that lies beyond the window', async () => {
    renderTab(new FakeProvenanceApi(manyUsages(70)), {
      route: '/?usage=many-60',
    });
    await screen.findByText('Why');
    const name = await screen.findByText('service-0060');
    expect(name.closest('li')).toHaveTextContent('Artifact');
  });

  it('says that a linked artifact is gone', async () => {
    renderTab(new FakeProvenanceApi([trusted]), { route: '/?usage=other' });
    expect(
      await screen.findByText('The linked artifact is not here any more.'),
    ).toBeInTheDocument();
  });

  it('shows one of everything without a crash', async () => {
    renderTab(new FakeProvenanceApi(everything));
    await rowOf('vpc');
    expect(screen.getAllByRole('listitem')).toHaveLength(everything.length);
  });
});

describe('opening a line', () => {
  it('opens by keyboard, closes again, and says so to a screen reader', async () => {
    renderTab(new FakeProvenanceApi([hotfix], [hotfixDetail]));
    const button = await screen.findByRole('button', { name: 'payments' });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    button.focus();
    await userEvent.keyboard('{Enter}');
    const panel = await screen.findByRole('region', { name: 'payments' });
    expect(await within(panel).findByText('Why')).toBeInTheDocument();
    expect(button).toHaveAttribute('aria-expanded', 'true');
    expect(button).toHaveAttribute('aria-controls', panel.id);
    await userEvent.keyboard(' ');
    await waitFor(() => expect(panel).not.toBeInTheDocument());
  });

  it('opens by a click anywhere on the line, but not on its copy button', async () => {
    const user = userEvent.setup();
    renderTab(new FakeProvenanceApi([trusted]));
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    const row = await rowOf('payments');
    await user.click(
      within(row).getByRole('button', { name: 'Copy the digest' }),
    );
    expect(screen.queryByText('Why')).not.toBeInTheDocument();
    expect(write).toHaveBeenCalledWith(trusted.digest);
    await user.click(within(row).getByText('1.8.2'));
    expect(await screen.findByText('Why')).toBeInTheDocument();
  });
});
