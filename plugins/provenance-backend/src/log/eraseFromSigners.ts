import type { Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import type { SignerRow } from '../store/rows';
import { eraseFromRows } from './eraseFromRows';
import { redact } from './redact';

/**
 * Takes an identity out of the list of signers. That somebody signed stays, with how much and when: otherwise an erasure
 * would be a way to hide a signer. The hash goes too, so that nobody can try names on it. Where a signature of theirs
 * still runs, evidence names them, and the next change of the usage brings the name back.
 *
 * @remarks Race: a look may write the name at this moment; whoever erases does it again.
 *
 * @returns how many were changed
 */
export function eraseFromSigners(options: {
  knex: Knex;
  identity: string;
}): Promise<number> {
  const { knex, identity } = options;
  return eraseFromRows<Pick<SignerRow, 'id' | 'subject'>>(
    { knex, table: 'signers' },
    () => knex('signers').select('id', 'subject'),
    ({ subject }) => {
      const rest = redacted(subject, identity);
      const hash = randomBytes(32).toString('hex');
      return rest === undefined ? undefined : { subject: rest, hash };
    },
  );
}

/** The list has a workflow without its ref; certificates have both. */
function redacted(
  subject: string | null,
  identity: string,
): string | undefined {
  const ref = identity.includes('://') ? identity.lastIndexOf('@') : -1;
  const names = ref > 0 ? [identity, identity.slice(0, ref)] : [identity];
  for (const name of names) {
    const rest = redact({ subject }, name);
    if (rest?.subject) return rest.subject;
  }
  return undefined;
}
