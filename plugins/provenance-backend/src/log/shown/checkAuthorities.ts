import { authorityFromContent } from '@countersign/verifier';
import { difference } from './difference';
import { lastOf, type ShownCheck } from './ShownCheck';

interface VersionRow {
  digest: string;
  content: string;
}

/** S1.4: the content of an authority leads to the digest by which evidence names it. */
export const checkAuthorities: ShownCheck = async ({ trx, after, limit }) => {
  const rows: VersionRow[] = await trx('authority_versions')
    .where('digest', '>', after)
    .orderBy('digest')
    .limit(limit);
  const differences = rows
    .filter(row => digestOf(row) !== row.digest)
    .map(({ digest }) =>
      difference(
        'authority_versions',
        digest,
        `the content of ${digest} does not have this digest`,
      ),
    );
  return { differences, ...lastOf(rows, limit, ({ digest }) => digest) };
};

/** Whatever cannot be read has no digest. */
function digestOf({ content }: VersionRow): string | undefined {
  try {
    return authorityFromContent(JSON.parse(content)).digest;
  } catch {
    return undefined;
  }
}
