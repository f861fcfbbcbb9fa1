import type { Knex } from 'knex';
import { redact } from './redact';

const batchSize = 500;

interface FindingTexts {
  id: number | string;
  about: string;
  old: string | null;
  new: string | null;
}

/**
 * Takes an identity out of findings that are closed. One that is open is about something that stands now, and the next
 * look would write it again.
 *
 * @remarks Race: none; nobody writes a closed finding any more.
 *
 * @returns how many were changed
 */
export async function eraseFromFindings(options: {
  knex: Knex;
  identity: string;
}): Promise<number> {
  const { knex, identity } = options;
  let count = 0;
  let after = 0;
  for (;;) {
    const rows: FindingTexts[] = await knex('findings')
      .where('id', '>', after)
      .whereNotNull('closed_at')
      .orderBy('id')
      .limit(batchSize)
      .select('id', 'about', 'old', 'new');
    const last = rows.at(-1);
    if (!last) return count;
    for (const { id, ...texts } of rows) {
      const rest = redact(texts, identity);
      if (rest === undefined) continue;
      await knex('findings').where({ id }).update(rest);
      count++;
    }
    after = Number(last.id);
  }
}
