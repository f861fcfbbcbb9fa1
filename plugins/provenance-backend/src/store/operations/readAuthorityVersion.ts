import type { Digest } from '@countersign/domain';
import { authorityFromContent, type Authority } from '@countersign/verifier';
import type { Knex } from 'knex';

/**
 * An authority as it was when it had this digest, under the name that it has in the evidence. Content that does not
 * lead to its digest any more is left out: whoever altered the row would otherwise say whom this company trusted.
 *
 * @remarks Race: none; a version never changes.
 */
export async function readAuthorityVersion(options: {
  knex: Knex;
  digest: Digest;
  /** Absent: the name under which it was first seen. */
  name?: string;
}): Promise<Authority | undefined> {
  const { knex, digest, name } = options;
  const row: { content: string } | undefined = await knex('authority_versions')
    .where({ digest })
    .first('content');
  if (!row) return undefined;
  try {
    const content = JSON.parse(row.content);
    const authority = authorityFromContent({
      ...content,
      ...(name !== undefined && { name }),
    });
    return authority.digest === digest ? authority : undefined;
  } catch {
    return undefined;
  }
}
