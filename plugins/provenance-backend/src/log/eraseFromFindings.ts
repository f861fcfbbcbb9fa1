import type { Knex } from 'knex';
import { eraseFromRows } from './eraseFromRows';
import { redact } from './redact';

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
 * @remarks Race: nobody but an erasure writes a closed finding any more, and of these one runs at a time.
 *
 * @returns how many were changed
 */
export function eraseFromFindings(options: {
  knex: Knex;
  identity: string;
}): Promise<number> {
  const { knex, identity } = options;
  return eraseFromRows<FindingTexts>(
    { knex, table: 'findings' },
    () =>
      knex('findings')
        .whereNotNull('closed_at')
        .select('id', 'about', 'old', 'new'),
    ({ id, ...texts }) => redact(texts, identity),
  );
}
