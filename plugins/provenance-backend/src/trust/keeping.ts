import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import type { Verification } from '../engine';
import { sampleProven } from '../store';
import { DatabaseTrustStore } from './DatabaseTrustStore';
import type { Keeping } from './keeperOf';

/** Retained materials under which a new version is tried: enough to meet every log and certificate authority in use. */
const sampleSize = 25;

/** How authorities are kept in a backend: in its database, and tried under what it has proven with them. */
export function keepingIn(
  knex: Knex,
  clock: Clock,
  { verify }: Pick<Verification, 'verify'>,
): Keeping {
  return {
    clock,
    store: new DatabaseTrustStore(knex),
    // Retained material is a stranger's bytes, wherever it was proven before (S12.3).
    verify,
    retainedOf: ({ digest }) =>
      sampleProven({ knex, authorityDigest: digest, limit: sampleSize }),
  };
}
