import type { ArtifactKind } from '@countersign/domain';
import type { Glimpse } from './content/Glimpse';
import { readContent } from './content/readContent';
import { detectors } from './detectors';

/**
 * The kinds of artifact that a file can be, by its bytes (S3.1).
 *
 * A file that somebody declares without a kind counts as a `package`, and so may any file be called but one that is an
 * image: who wraps an image in an archive must not have it judged as something else.
 *
 * @returns in the order of the kinds; empty for what is two things at once; `undefined` where nothing is certain
 */
export async function kindsOfFile(
  glimpse: Glimpse,
): Promise<ArtifactKind[] | undefined> {
  const content = await readContent(glimpse);
  if (content === undefined) return undefined;
  if (content === 'two-things') return [];
  const found = [...detectors].flatMap(([kind, { isFile }]) =>
    isFile(content) ? kind : [],
  );
  if (found.length === 0) return undefined;
  if (found.includes('container-image')) return ['container-image'];
  return [...detectors.keys()].filter(
    kind => kind === 'package' || found.includes(kind),
  );
}
