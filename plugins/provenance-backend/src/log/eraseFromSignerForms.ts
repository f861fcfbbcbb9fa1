import type { Knex } from 'knex';
import { readForms, type SignerForm } from '../store';
import type { SignerFormsRow } from '../store/rows';
import { redact } from './redact';

const batchSize = 500;

/**
 * Removes how somebody signed: their certificates' words name them, and the next change of the usage brings these back
 * as it does the name.
 *
 * @remarks Race: as in `eraseFromSigners`.
 */
export async function eraseFromSignerForms(options: {
  knex: Knex;
  identity: string;
}): Promise<void> {
  const { knex, identity } = options;
  let after = 0;
  for (;;) {
    const rows: SignerFormsRow[] = await knex('signer_forms')
      .where('id', '>', after)
      .orderBy('id')
      .limit(batchSize);
    const last = rows.at(-1);
    if (!last) return;
    for (const { hash, content } of rows) {
      if (!names(readForms(content), identity)) continue;
      await knex('usage_signers')
        .where({ forms_hash: hash })
        .update({ forms_hash: null });
      await knex('signer_forms').where({ hash }).delete();
    }
    after = Number(last.id);
  }
}

/** The list of signers has a workflow without its ref: whoever erases it there means all of them. */
function names(forms: SignerForm[], identity: string): boolean {
  return (
    redact(forms, identity) !== undefined ||
    forms.some(
      ({ subject, subjectType }) =>
        subjectType === 'uri' && withoutRef(subject) === withoutRef(identity),
    )
  );
}

function withoutRef(name: string): string {
  const ref = name.includes('://') ? name.lastIndexOf('@') : -1;
  return ref > 0 ? name.slice(0, ref) : name;
}
