import { stat } from 'node:fs/promises';
import { LocalClient, LookError } from '@countersign/verifier';
import { whyUnread } from '../files';
import { UsageError } from '../options/UsageError';
import { usageOf, type Look } from './Look';

/**
 * Looks at a file of this machine, and at its bundle.
 *
 * @throws UsageError where the bundle that was named is not there: then nothing was asked that could be answered
 */
export async function lookAtFile(
  { path, bundle }: { path: string; bundle?: string },
  clock: { now(): Date },
): Promise<Look> {
  if (bundle !== undefined) await checkBundle(bundle);
  const at = clock.now().toISOString();
  try {
    const look = await new LocalClient({ clock }).look(path, bundle);
    return {
      // Without a repository every rule of a policy speaks of it: a local path says nothing about where it came from.
      usage: usageOf(path, { kind: 'package', digest: look.digest }),
      resolution: { status: 'resolved', at },
      collections: [look.collection],
      materials: look.materials.map(material => ({
        subject: look.digest,
        material,
      })),
      ...(look.bytes && { bytes: look.bytes }),
    };
  } catch (error) {
    if (!(error instanceof LookError)) throw error;
    return {
      usage: usageOf(path, { kind: 'package' }),
      resolution: { status: 'failed', at, cause: error.problem },
      collections: [],
      materials: [],
    };
  }
}

export async function checkBundle(bundle: string) {
  const found = await stat(bundle).catch(error => {
    throw new UsageError(`--bundle: ${bundle} ${whyUnread(error)}`);
  });
  if (found.isDirectory())
    throw new UsageError(`--bundle: ${bundle} is a folder`);
}
