import { artifactKinds, type ArtifactKind } from '@countersign/domain';
import { UsageError } from '../options/UsageError';

/** @throws UsageError for what is no kind */
export function readKind(text: string | undefined): ArtifactKind | undefined {
  if (text === undefined) return undefined;
  const kind = artifactKinds.find(one => one === text);
  if (kind) return kind;
  throw new UsageError(
    `--kind knows ${artifactKinds.join(', ')}, not "${text}"`,
  );
}
