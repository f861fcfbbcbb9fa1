import type { Collection, Digest } from '@countersign/domain';
import type { Knex } from 'knex';
import { whereIn } from '../store/dialect';

/** As deep as indexes are followed (S8.2), with room to spare. */
const deepest = 8;

/**
 * Digests that are in use, or were at some time since the cut, and what they list: no transition that is kept speaks of
 * any other.
 *
 * @remarks
 * Race: a usage may turn to a digest meanwhile that is not among them. It is looked at then, and the look stores again
 * what it finds.
 */
export async function neededSubjects(options: {
  knex: Knex;
  cut: string;
}): Promise<Set<Digest>> {
  const { knex, cut } = options;
  const inUse: Digest[] = await knex('usage_states')
    .whereNotNull('digest')
    .andWhere(state =>
      state.whereNull('valid_to').orWhere('valid_to', '>=', cut),
    )
    .distinct()
    .pluck('digest');
  const needed = new Set(inUse);
  let frontier = inUse;
  for (let depth = 0; depth < deepest && frontier.length > 0; depth++) {
    const below = await childrenOf(knex, frontier);
    frontier = below.filter(digest => !needed.has(digest));
    frontier.forEach(digest => needed.add(digest));
  }
  return needed;
}

async function childrenOf(knex: Knex, subjects: Digest[]): Promise<Digest[]> {
  const children = new Set<Digest>();
  for (let i = 0; i < subjects.length; i += 500) {
    const rows: { content: string }[] = await whereIn(
      // Most are no indexes: those are not even read.
      knex('collections').where('content', 'like', '%"children"%'),
      'subject',
      subjects.slice(i, i + 500),
    ).select('content');
    for (const { content } of rows)
      for (const { digest } of (JSON.parse(content) as Collection).children ??
        [])
        children.add(digest);
  }
  return [...children];
}
