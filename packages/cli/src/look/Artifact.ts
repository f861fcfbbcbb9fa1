import {
  parseReference,
  LookError,
  type Reference,
} from '@countersign/verifier';
import { UsageError } from '../options/UsageError';

/** What somebody asked about: something behind a reference, or a file of this machine. */
export type Artifact =
  | { type: 'remote'; reference: Reference }
  | { type: 'local'; path: string; bundle?: string };

/** A path is written as one; what could be a registry is never taken for a file that happens to have its name. */
const pathForm = /^(\.{0,2}\/|\.{1,2}$|~)/;

/**
 * Reads what was named. With a bundle it is a file; without one a file is written as a path (`./vpc.tgz`).
 *
 * @throws UsageError for what is neither a reference nor a path
 */
export function readArtifact(text: string, bundle?: string): Artifact {
  const isRemote = isWeb(text);
  if (bundle !== undefined && isWeb(bundle) !== isRemote)
    throw new UsageError(
      `--bundle: ${bundle} lies elsewhere than ${text}: both are files of this machine, or both are web addresses`,
    );
  if (!isRemote && (bundle !== undefined || pathForm.test(text)))
    return { type: 'local', path: text, ...(bundle && { bundle }) };
  try {
    const reference = parseReference(text, { bundleUrl: bundle });
    return { type: 'remote', reference };
  } catch (error) {
    if (!(error instanceof LookError)) throw error;
    throw new UsageError(
      `${error.message} A file of this machine is written as a path: ./${text}`,
    );
  }
}

function isWeb(text: string): boolean {
  return /^https?:\/\//i.test(text);
}
