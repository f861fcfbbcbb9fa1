import { canonicalJson, type RegistryContent } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  createProposal,
  moveProposal,
  readProposal,
  reviewProposal,
  seedAcceptance,
  type MergeSituation,
} from '../store';
import { at } from './fixtures';

/** A governed registry and people who change it. */
export const seed: RegistryContent = {
  rules: [
    {
      name: 'release',
      references: ['ghcr.io/acme/**'],
      environments: ['dev'],
      mode: 'enforce',
      signers: [{ key: 'platform-key' }],
    },
  ],
};

/** The same with the rule under another mode. */
export const observing: RegistryContent = {
  rules: [{ ...seed.rules[0], mode: 'observe' }],
};

/** Lets through whatever has one approval for exactly this content, by whoever is no author. */
export function oneApproval({ proposal, approvals }: MergeSituation) {
  const counted = approvals
    .filter(one => one.binding === proposal.binding)
    .map(({ by }) => by)
    .filter(by => !proposal.authors.includes(by));
  if (counted.length === 0) throw new Error('nobody approved this');
  return { counted, isReviewed: true };
}

export function governed(knex: Knex) {
  const binding = async (id: string) =>
    (await readProposal({ knex, id }))!.binding;
  const proposing = {
    binding,
    seeded: () =>
      seedAcceptance({ knex, content: canonicalJson(seed), now: at(0) }),
    propose: (content = observing, base = 1, by = 'user:default/mallory') =>
      createProposal({
        ...{ knex, by, now: at(1) },
        proposal: {
          ...{ title: 'Observe', reason: 'It is new.', answers: [] },
          ...{ base, content },
        },
      }),
    async opened(content = observing, base = 1, by = 'user:default/mallory') {
      const id = await proposing.propose(content, base, by);
      await moveProposal({
        ...{ knex, id, act: 'open', by, now: at(2) },
        expected: await binding(id),
      });
      return id;
    },
    approve: async (id: string, by = 'user:default/ann') =>
      reviewProposal({
        ...{ knex, id, act: 'approve', by, now: at(3) },
        expected: await binding(id),
      }),
  };
  return proposing;
}
