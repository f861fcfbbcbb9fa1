import type { FileContent } from './FileContent';
import type { Glimpse } from './Glimpse';
import { isGzip, isTar, listTar } from './listTar';
import { topLevelOfJson } from './topLevelOfJson';
import { topLevelsOfYaml } from './topLevelsOfYaml';
import { zipNames } from './zipNames';

/** Longer text is no manifest that anybody wrote. */
const mostText = 1024 * 1024;

/**
 * What a file is made of, by its bytes and never by its name.
 *
 * @returns `undefined` where that is not certain: cut off, too large, broken; `'two-things'` for what one reader takes
 * for one archive and another for another
 */
export async function readContent(
  glimpse: Glimpse,
): Promise<FileContent | 'two-things' | undefined> {
  const { head } = glimpse;
  const zipped = zipNames(glimpse.tail);
  const isTape = isTar(head) || isGzip(head);
  if (zipped !== undefined && isTape) return 'two-things';
  if (zipped === 'unclear') return undefined;
  if (zipped) return { form: 'zip', names: zipped };
  if (!isTape) return readDocuments(head, glimpse.isWhole);
  const names = await listTar(head);
  return names && { form: 'tar', names };
}

function readDocuments(
  head: Buffer,
  isWhole: boolean,
): FileContent | undefined {
  if (head.length === 0) return undefined;
  const isText = !head.includes(0);
  if (isText && isWhole) {
    const json = topLevelOfJson(head);
    if (json) return { form: 'documents', documents: [json] };
    const yaml =
      head.length <= mostText ? topLevelsOfYaml(textOf(head)) : undefined;
    if (yaml && yaml.length > 0) return { form: 'documents', documents: yaml };
  }
  return { form: 'other', head };
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}
