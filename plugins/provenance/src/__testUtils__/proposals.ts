import {
  contentDiff,
  reviewDemand,
  type AcceptanceRule,
  type AcceptanceVersionDetail,
  type ProposalDetail,
  type ProposalReplay,
  type RegistryContent,
  type ReplayCounts,
  type ReplayResult,
} from '@countersign/backstage-plugin-provenance-common';
import { branchRule, releaseRule } from './acceptance';
import { minutesAgo } from './usages';

/** Who is signed in in the tests. */
export const me = 'user:default/ann';
export const mallory = 'user:default/mallory';

export function bindingOf(text: string): string {
  return text.replace(/[^0-9a-f]/g, '').padEnd(64, '0');
}

/** What version 42 says. */
export const baseContent: RegistryContent = {
  rules: [releaseRule, branchRule],
};

const anyTagRule: AcceptanceRule = {
  ...releaseRule,
  mode: 'enforce',
  signers: [{ key: 'new-key' }, releaseRule.signers[1]],
  owner: 'group:default/release',
};

/** A proposal of Mallory that changes a rule, removes one, and distrusts a key; say what differs. */
export function proposalOf(
  differing: Partial<ProposalDetail> = {},
): ProposalDetail {
  const content: RegistryContent = {
    rules: [anyTagRule],
    distrust: [{ key: 'base-2024', reason: 'It is lost.' }],
  };
  const demand = reviewDemand(contentDiff(baseContent, content), {});
  return {
    id: 'p1',
    state: 'open',
    title: 'Sign with the new key',
    reason: 'The old one is gone.\nEverybody has the new one.',
    base: 42,
    binding: bindingOf('abc'),
    createdAt: minutesAgo(120),
    updatedAt: minutesAgo(30),
    content,
    baseContent,
    authors: [mallory],
    reviews: [],
    answers: [],
    lint: [],
    review: {
      demand,
      outcome: {
        ...{ isApproved: false, counted: [], ignored: [] },
        missing: { approvals: 2, owners: demand.owners },
      },
    },
    ...differing,
  };
}

export function countsOf(differing: Partial<ReplayCounts> = {}): ReplayCounts {
  return {
    ...{ usages: 0, same: 0, morePermissive: 0, stricter: 0 },
    ...{ newlyDenied: 0, unpredictable: 0 },
    ...differing,
  };
}

const counts = countsOf({
  ...{ usages: 1_204, same: 1_200, morePermissive: 1 },
  ...{ stricter: 3, newlyDenied: 2, unpredictable: 4 },
});

export const result: ReplayResult = {
  counts,
  ended: 7,
  byEnvironment: {
    of: [
      { name: 'dev', counts: countsOf({ usages: 4, same: 4 }) },
      { name: 'prod', counts },
    ],
  },
  byCloud: { of: [{ counts }] },
  byOwner: { of: [{ name: 'group:default/p\u202eay', counts }] },
  byEntityKind: { of: [], others: counts },
  unpredictable: { 'authority-unverified': 4 },
  unverifiedAuthorities: [{ authority: 'new-key', usages: 4 }],
  groups: [
    {
      key: bindingOf('1'),
      environment: 'prod',
      before: { verdict: 'trusted', decision: 'allow', code: 'accepted' },
      after: {
        ...{ verdict: 'untrusted', decision: 'deny' },
        code: 'signer-not-accepted',
      },
      ...{ direction: 'stricter', isNewlyDenied: true, isEnforced: true },
      ...{ usages: 2, ended: 0 },
      examples: [
        {
          ...{ id: 'u1', entityRef: 'component:default/payments-api' },
          reference: 'ghcr.io/acme/payments:1.8.2',
        },
      ],
    },
  ],
  admitted: {
    foreign: [
      {
        ...{ key: bindingOf('2'), type: 'certificate', isForeign: true },
        ...{ authority: 'public-good', issuer: 'https://id.example' },
        subject: '<script>alert(1)</script>\u202e',
        ...{ refs: ['refs/heads/main'], environments: ['prod'] },
        ...{ isElsewhere: false, usages: 1, examples: [] },
      },
    ],
    own: [],
    isForeignCut: false,
    isOwnCut: false,
  },
};

/** A replay of {@link proposalOf} that ended, with everything still to be acknowledged. */
export function replayOf(
  differing: Partial<ProposalReplay> = {},
): ProposalReplay {
  return {
    ...{ binding: bindingOf('abc'), isCurrent: true, state: 'done' },
    ...{ by: mallory, done: 1_204, result },
    ...{ startedAt: minutesAgo(20), heardAt: minutesAgo(19) },
    blockers: [
      {
        key: bindingOf('1'),
        why: ['newly-denied'],
        text: '2 usages in prod: trusted becomes untrusted.',
      },
      {
        key: bindingOf('3'),
        why: ['newly-denied'],
        text: '1 usage in dev: trusted becomes untrusted.',
      },
      {
        key: bindingOf('2'),
        why: ['foreign-identity'],
        text: 'Somebody is newly accepted.',
      },
    ],
    ...differing,
  };
}

export const seed: AcceptanceVersionDetail = {
  ...{ number: 41, hash: bindingOf('41'), source: 'seed' },
  ...{ approvals: [], reviewed: false, seenAt: minutesAgo(9_000) },
  content: { rules: [branchRule] },
};

/** What {@link seed} became by a proposal. */
export const second: AcceptanceVersionDetail = {
  ...{ number: 42, hash: bindingOf('42'), source: 'proposal' },
  ...{ predecessor: 41, proposal: 'p0', reviewed: true },
  approvals: [{ by: 'user:default/ben', at: minutesAgo(600) }],
  seenAt: minutesAgo(500),
  content: baseContent,
};
