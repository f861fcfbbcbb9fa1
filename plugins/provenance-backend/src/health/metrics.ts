import { authorityKinds, causeOrigins, decisions, verdicts } from './labels';
import { stages, type Counted } from './Observer';

/** How one number is called, and which labels it has. docs/operations.md has the same in words. */
export interface Described<Labels = Record<string, string>> {
  name: string;
  description: string;
  unit?: string;
  labels: { [L in keyof Labels]: readonly Labels[L][] };
}

export const counters: { [N in keyof Counted]: Described<Counted[N]> } = {
  requests: {
    name: 'provenance.requests',
    description:
      'Questions to registries and file hosts, by what kept them from being answered in full',
    labels: {
      stage: ['resolve', 'collect'],
      backend: ['oci', 'file'],
      outcome: ['complete', ...causeOrigins, 'error'],
    },
  },
  verifications: {
    name: 'provenance.verifications',
    description: 'Materials that were verified under an authority',
    labels: {
      backend: authorityKinds,
      outcome: ['proven', 'refused', 'error'],
    },
  },
  looks: {
    name: 'provenance.looks',
    description:
      'Looks at usages; late: another replica, a request or a release had gone ahead',
    labels: { outcome: ['recorded', 'late', 'error'] },
  },
  judgements: {
    name: 'provenance.judgements',
    description: 'Verdicts that were computed, changed or not',
    labels: { verdict: verdicts, decision: decisions },
  },
  cache: {
    name: 'provenance.cache',
    description:
      'Answers that were known already (hit) or had to be worked out',
    labels: {
      cache: ['evidence', 'look', 'answer', 'verdict'],
      result: ['hit', 'miss'],
    },
  },
};

/** From an answer out of memory to a request that was repeated and waited for. */
const boundaries = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  60,
];

export const stageDuration: Described<{ stage: (typeof stages)[number] }> & {
  boundaries: number[];
} = {
  name: 'provenance.stage.duration',
  description: 'How long each stage took, whatever came of it',
  unit: 's',
  labels: { stage: stages },
  boundaries,
};
