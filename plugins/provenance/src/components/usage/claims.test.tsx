import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { FakeProvenanceApi } from '../../__testUtils__/FakeProvenanceApi';
import {
  hostileClaims,
  held,
  missing,
  notRunning,
  reported,
  rollingOut,
} from '../../__testUtils__/claimStories';
import { renderOnEntityPage } from '../../__testUtils__/render';
import { manyUsages } from '../../__testUtils__/stories';
import { now, usage } from '../../__testUtils__/usages';
import { EntityProvenanceContent } from '../tab';

const render = (...usages: UsageSummary[]) =>
  renderOnEntityPage(
    <EntityProvenanceContent now={now} />,
    new FakeProvenanceApi(usages),
  );

const buttonOf = (name: string) => screen.findByRole('button', { name });
const rowOf = async (name: string) => (await buttonOf(name)).closest('li')!;

/** The claims of a usage, in its opened row. */
async function claimsOf(name: string) {
  await userEvent.click(await buttonOf(name));
  const heading = await screen.findByRole('heading', {
    name: 'Who says that it runs here',
  });
  return within(heading.closest('section')!).getAllByRole('listitem');
}

describe('who says that it runs here', () => {
  it('stands in the row, in words', async () => {
    render(usage(), notRunning, reported);
    expect(await rowOf('payments')).toHaveTextContent(
      'declared in the catalog file',
    );
    expect(await rowOf('pay')).toHaveTextContent('observed by kubernetes');
    expect(await rowOf('ledger')).toHaveTextContent('reported by ci-payments');
  });

  it('S3.2 says what is declared and does not run, once, and compares them in the opened row', async () => {
    render(notRunning);
    const row = await rowOf('pay');
    expect(row).toHaveTextContent(
      'Declared, not running: ghcr.io/acme/pay:1.8',
    );
    expect(within(row).getAllByText(/not running/)).toHaveLength(1);
    const [holding, declared] = await claimsOf('pay');
    expect(holding).toHaveTextContent(
      'Observed by kubernetes, last seen 4 min ago',
    );
    expect(holding.querySelector('mark')).toBeNull();
    expect(declared).toHaveTextContent('Declared in the catalog file');
    expect(declared).toHaveTextContent(
      'Declared, not running ghcr.io/acme/pay:1.8',
    );
    expect(declared).toHaveTextContent(
      'Running ghcr.io/acme/pay:1.7@sha256:a7',
    );
    expect(
      [...declared.querySelectorAll('mark')].map(mark => mark.textContent),
    ).toEqual(['8', `7@${notRunning.digest}`]);
  });

  it('keeps the finding where no claim says it', async () => {
    render({ ...notRunning, claims: [notRunning.claims[0]] });
    const row = await rowOf('pay');
    expect(row).toHaveTextContent('Declared, not running');
    expect(row).not.toHaveTextContent('Declared, not running:');
  });

  it('says what agrees and what cannot be compared without an alarm', async () => {
    render(reported);
    expect(await rowOf('ledger')).not.toHaveTextContent('not running');
    const [holding, declared] = await claimsOf('ledger');
    expect(holding).toHaveTextContent('last reported 1 h ago');
    expect(holding).toHaveTextContent('holds until today, 18:00');
    expect(within(holding).getByRole('link')).toHaveAttribute(
      'href',
      'https://ci.acme.example/runs/4711',
    );
    expect(declared).toHaveTextContent('nobody can tell');
    expect(declared.querySelector('mark')).toBeNull();
  });

  it('says since when nobody sees it any more', async () => {
    render(missing);
    const row = await rowOf('cards');
    expect(row).toHaveTextContent(
      'observed by kubernetes, not seen since 10:05',
    );
    expect(screen.queryByText(/may not run any more/)).toBeNull();
  });

  it('S3.2 says above all that much is held back, and which', async () => {
    render(usage(), missing, held);
    const notice = (
      await screen.findByText('1 artifact may not run any more.')
    ).closest('[role="status"]');
    expect(notice).toHaveTextContent(
      'It was observed by kubernetes. Since today, 09:30 too much of that is missing at once',
    );
    expect(await rowOf('fraud')).toHaveTextContent(
      'not seen since 09:30, held back',
    );
  });

  it('is text, whatever it says', async () => {
    const { container } = render(hostileClaims);
    const items = await claimsOf('mallory');
    expect(items).toHaveLength(hostileClaims.claims.length + 1);
    expect(items.at(-1)).toHaveTextContent('Others speak about this too');
    expect(
      container.querySelector('script, img, svg[onload], b, i'),
    ).toBeNull();
    expect(container.textContent).not.toMatch(/[\u202a-\u202e]/);
    expect(container.textContent).toContain('\\u{202e}');
    for (const link of container.querySelectorAll('a'))
      expect(link.href).not.toMatch(/javascript/);
    expect(await rowOf('mallory')).toHaveTextContent('1 other claim differs');
  });
});

describe('a place that runs several digests', () => {
  it('S1.1 stands together under one line, the worst first, before what is fine', async () => {
    const fine = usage({ id: 'fine', repository: 'ghcr.io/acme/aaa' });
    const [old, next] = rollingOut;
    render(old, fine, next);
    const line = await screen.findByText(
      '2 digests run here at once, as while a release rolls out.',
    );
    const together = screen.getByRole('list', {
      name: '2 digests run here at once, as while a release rolls out.',
    });
    const rows = within(together).getAllByRole('listitem');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toHaveTextContent('Unsigned · Blocked');
    expect(rows[1]).toHaveTextContent('Trusted');
    const after = await rowOf('aaa');
    expect(together).not.toContainElement(after);
    expect(
      line.compareDocumentPosition(after) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).toBeTruthy();
    expect(together).not.toHaveTextContent('not running');
  });

  it('opens each of them by itself', async () => {
    render(...rollingOut);
    const [first] = await screen.findAllByRole('button', { name: 'pay' });
    await userEvent.click(first);
    expect(await screen.findAllByText('Why')).toHaveLength(1);
  });

  it('says how many run also where the window shows one of them', async () => {
    const last = { ...rollingOut[0], repository: 'ghcr.io/acme/zzz' };
    render(...manyUsages(49), last, { ...last, id: 'rolling-next' });
    const together = await screen.findByRole('list', {
      name: /^2 digests run here at once/,
    });
    expect(within(together).getAllByRole('listitem')).toHaveLength(1);
    expect(screen.getByText('Show more (1 not shown)')).toBeInTheDocument();
  });

  it('is one line as ever where one digest runs', async () => {
    render(usage(), usage({ id: 'other', location: 'us' }));
    await screen.findAllByRole('button', { name: 'payments' });
    expect(screen.queryByText(/digests run here/)).toBeNull();
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
  });
});
