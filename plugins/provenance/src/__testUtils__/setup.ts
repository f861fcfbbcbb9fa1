import type {
  DiscoveryResponse,
  SetupResponse,
  UnlocatedEntity,
} from '@countersign/backstage-plugin-provenance-common';
import { minutesAgo } from './usages';

const registries = 'provenance:\n  registries:\n    - host: ghcr.io\n';

/** A portal on its first day. */
export const firstRun: SetupResponse = {
  found: {
    ...{ entities: 412, artifacts: 1_204 },
    locators: [
      {
        ...{ locator: 'annotation', status: 'working' },
        ...{ finishedAt: minutesAgo(1), entities: 12, claims: 40 },
      },
      {
        ...{ locator: 'kubernetes', status: 'failing' },
        ...{ failingSince: minutesAgo(90), problem: 'cluster-7 is away' },
      },
      {
        ...{ locator: 'inventory', status: 'held' },
        ...{ finishedAt: minutesAgo(1), heldSince: minutesAgo(30) },
        ...{ entities: 2, claims: 3 },
      },
      { locator: 'report', status: 'waiting' },
    ],
  },
  steps: [
    { id: 'artifacts', done: true },
    { id: 'hosts', done: false, yaml: registries },
    { id: 'authorities', done: false, missing: ['acme-sigstore'] },
    {
      ...{ id: 'environments', done: false },
      yaml: 'provenance:\n  environments:\n    - prod\n',
    },
    {
      ...{ id: 'rules', done: false },
      yaml: 'provenance:\n  acceptance:\n    initial: []\n',
    },
  ],
  refusedHosts: {
    items: [
      { host: 'ghcr.io', artifacts: 812, entities: 40 },
      { host: 'https://evil.example/\u202eclick', artifacts: 1, entities: 1 },
    ],
    more: 3,
  },
};

export const complete: SetupResponse = {
  found: firstRun.found,
  steps: firstRun.steps.map(({ id }) => ({ id, done: true })),
  refusedHosts: { items: [], more: 0 },
};

export function unlocated(
  name: string,
  differing: Partial<UnlocatedEntity> = {},
): UnlocatedEntity {
  return {
    entityRef: `component:default/${name}`,
    ...{ kind: 'component', type: 'service' },
    owner: 'group:default/payments',
    reason: 'nothing-named',
    fix: {
      text: 'Name what it runs in the file of the entity.',
      yaml: `metadata:\n  annotations:\n    x: ${name}\n`,
      file: 'catalog-info.yaml',
    },
    ...differing,
  };
}

/** Coverage of some entities, of which so many are not known. */
export function coverageOf(items: UnlocatedEntity[]): DiscoveryResponse {
  const entities = items.length + 9;
  return {
    ...{ items, totalItems: items.length, pageInfo: {} },
    coverage: [
      { kind: 'component', type: 'service', entities, withUsages: 9 },
      { kind: 'component', type: 'website', entities: 2, withUsages: 2 },
    ],
  };
}
