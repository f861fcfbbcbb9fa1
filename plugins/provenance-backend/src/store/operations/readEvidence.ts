import type { Digest, Evidence } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../dialect';

/**
 * All evidence about a digest and the given materials, under every authority and verifier revision.
 *
 * @remarks
 * Evidence is kept by digest, and the same image may lie in a repository that the reader must not know of: who signed
 * it there is none of their business, so the caller says which materials were found where it looks. It also bounds what
 * is read: whoever changes the signatures at every look adds evidence for ever.
 *
 * Race: none; evidence is only added, or a failure replaced by a later result.
 */
export async function readEvidence(options: {
  knex: Knex;
  subject: Digest;
  materials: Digest[];
}): Promise<Evidence[]> {
  const { knex, subject, materials } = options;
  if (materials.length === 0) return [];
  const rows: { content: string }[] = await whereIn(
    knex('evidence').where({ subject }),
    'material',
    new Set(materials),
  )
    .orderBy(['material', 'authority_digest', 'verifier_revision'])
    .select('content');
  return rows.map(row => JSON.parse(row.content));
}
