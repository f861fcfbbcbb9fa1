import { createHash } from 'node:crypto';
import {
  registryVersionContent,
  type ToldVersion,
} from '../registryVersionContent';
import { cut, difference } from './difference';
import { entryKey, findEntries } from './findEntries';
import { isTold, lastOf, numberOfKey, type ShownCheck } from './ShownCheck';

interface VersionRow extends ToldVersion {
  content: string;
  seen_at: string;
}

/** S9.5, S10.2: a version of the acceptance list has the content under which it was numbered. */
export const checkAcceptance: ShownCheck = async options => {
  const { trx, after, limit, beginning } = options;
  const rows: VersionRow[] = await trx('acceptance_versions')
    .where('number', '>', numberOfKey(after))
    .orderBy('number')
    .limit(limit);
  const told = await findEntries(trx, rows.map(contentOf));
  const differences = rows.flatMap(row => {
    const entry = told.get(entryKey('registry-version', contentOf(row)));
    const differs = (says: string) => [
      difference(
        'acceptance_versions',
        row.number,
        `version ${row.number} ${says}`,
        entry?.sequence,
      ),
    ];
    const hash = createHash('sha256').update(row.content).digest('hex');
    if (hash !== row.content_hash)
      return differs(
        `has content of the hash ${hash}, and was numbered with ${cut(
          row.content_hash,
        )}`,
      );
    return !entry && isTold(row.seen_at, beginning)
      ? differs('is in no entry of the log')
      : [];
  });
  return { differences, ...lastOf(rows, limit, ({ number }) => number) };
};

function contentOf(row: VersionRow) {
  return JSON.stringify(registryVersionContent(row));
}
