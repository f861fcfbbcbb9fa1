import type { Entity } from '@backstage/catalog-model';
import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { formatTable } from './formatTable';
import { toRows } from './rows';

const entity = (
  name: string,
  annotations: Record<string, string> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations },
});

const usage = (change: Partial<UsageSummary> = {}): UsageSummary => ({
  id: 'u1',
  place: 'u1',
  alsoRunning: 0,
  entityRef: 'component:default/payments',
  kind: 'container-image',
  repository: 'registry.test/payments',
  environment: 'prod',
  reference: 'registry.test/payments:1.0.0',
  verdict: 'trusted',
  decision: 'allow',
  reason: { code: 'accepted', parameters: {} },
  rules: [],
  freshness: { status: 'fresh', provenAt: '2026-01-01T00:00:00.000Z' },
  since: '2026-01-01T00:00:00.000Z',
  checking: false,
  findings: [],
  claims: [],
  hasMoreClaims: false,
  ...change,
});

const expecting = (text: string, artifacts = '') =>
  entity('payments', {
    'sandbox.countersign.dev/expected': text,
    'countersign.dev/artifacts': artifacts,
  });

const agrees = (of: Entity, ...usages: UsageSummary[]) =>
  toRows([of], usages).map(row => row.agrees);

describe('rows of the table of verdicts', () => {
  it('agrees where verdict, code and findings do', () => {
    const moved = usage({
      verdict: 'unsigned',
      reason: { code: 'nothing-found', parameters: {} },
      findings: [{ code: 'tag-moved', firstSeenAt: 'x', lastSeenAt: 'x' }],
    });
    expect(
      agrees(expecting('unsigned nothing-found tag-moved'), moved),
    ).toEqual([true]);
    expect(agrees(expecting('unsigned nothing-found stale'), moved)).toEqual([
      false,
    ]);
    expect(agrees(expecting('untrusted nothing-found'), moved)).toEqual([
      false,
    ]);
    expect(agrees(expecting('unsigned no-rule'), moved)).toEqual([false]);
  });

  it('shows what nothing was expected of, and does not count it', () => {
    const [row] = toRows([entity('payments')], [usage()]);
    expect(row).toMatchObject({
      entity: 'payments',
      expected: '-',
      actual: 'trusted',
      code: 'accepted',
      agrees: undefined,
    });
  });

  it('disagrees where an entity with an expectation has no usage', () => {
    const [row] = toRows([expecting('trusted accepted')], []);
    expect(row).toMatchObject({ actual: 'no usage', agrees: false });
  });

  it('takes a list of expectations in the order of the annotation', () => {
    const artifacts = `
      - { reference: 'registry.test/payments:1.0.0', environment: prod }
      - { reference: 'registry.test/payments:1.0.0', environment: dev }`;
    const list = '[trusted accepted, untrusted no-rule]';
    expect(
      agrees(
        expecting(list, artifacts),
        usage({ environment: 'dev' }),
        usage({ environment: 'prod' }),
      ),
    ).toEqual([false, true]);
  });

  it('writes out what a stranger put into a reference', () => {
    const [row] = toRows(
      [entity('payments')],
      [usage({ reference: 'registry.test/\u202epayments\u001b[31m' })],
    );
    // eslint-disable-next-line no-control-regex
    expect(row.artifact).not.toMatch(/[\u202e\u001b]/);
  });

  it('marks the lines that disagree', () => {
    const lines = formatTable(
      toRows([expecting('unsigned nothing-found')], [usage()]),
    );
    expect(lines[0]).toMatch(
      /^\s+entity\s+artifact\s+expected\s+actual\s+code/,
    );
    expect(lines[1]).toMatch(
      /^! {2}payments .*unsigned nothing-found\s+trusted\s+accepted/,
    );
  });
});
