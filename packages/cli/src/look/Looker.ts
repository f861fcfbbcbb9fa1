import { dockerCredentials } from '../credentials/dockerCredentials';
import type { Surroundings } from '../Surroundings';
import type { Artifact } from './Artifact';
import type { Look } from './Look';
import { lookAtFile } from './lookAtFile';
import { ReferenceLooker } from './ReferenceLooker';

/** Looks at one artifact. What goes wrong with it is in the look. */
export interface Looker {
  look(): Promise<Look>;
  /** The same look with the runnable children of an index; the look itself where there are none (S8.2). */
  lookAtChildren(look: Look): Promise<Look>;
  close(): void;
}

/** @param allowed - further hosts that may be contacted */
export function lookerFor(
  artifact: Artifact,
  allowed: readonly string[],
  surroundings: Surroundings,
): Looker {
  if (artifact.type === 'local')
    return {
      look: () => lookAtFile(artifact, surroundings),
      lookAtChildren: async look => look,
      close: () => undefined,
    };
  const { reference } = artifact;
  const credentials = dockerCredentials(reference.host, surroundings);
  return new ReferenceLooker(reference, { allowed, credentials }, surroundings);
}
