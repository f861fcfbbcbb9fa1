import { isDigest, type Digest, type Judgement } from '@countersign/domain';
import { LocalClient } from '@countersign/verifier';
import { lookAtFile, checkBundle } from '../look/lookAtFile';
import { usageOf, type Look } from '../look/Look';
import type { Policy } from '../policy/Policy';
import { judgeLook } from '../verdict/judgeLook';
import { prove } from '../verdict/prove';
import { claimsApart } from './claimsApart';

/** A bundle, and the file or the digest that it is about. */
export interface ConformanceCase {
  bundle: string;
  artifact: { path: string } | { digest: Digest };
  policy: Policy;
}

/** Judges one case of the suite. */
export async function verifyCase(
  { bundle, artifact, policy }: ConformanceCase,
  clock: { now(): Date },
): Promise<{ judgement: Judgement; setApart: string[] }> {
  const look =
    'path' in artifact
      ? await lookAtFile({ path: artifact.path, bundle }, clock)
      : await lookAtDigest(artifact.digest, bundle, clock);
  const now = clock.now();
  const asked = prove(look, policy.authorities, now).map(claimsApart);
  const evidence = asked.map(one => one.evidence);
  return {
    judgement: judgeLook(look, evidence, policy, { now }),
    setApart: asked.flatMap(one => one.setApart ?? []),
  };
}

/**
 * As the protocol wants it: a digest is `sha256:` with 64 hexadecimal digits, and anything else is a path. A file of
 * that name would be one too.
 */
export function readFileOrDigest(
  text: string,
  isFile: (path: string) => boolean,
): ConformanceCase['artifact'] {
  return isDigest(text) && !isFile(text) ? { digest: text } : { path: text };
}

async function lookAtDigest(
  digest: Digest,
  bundle: string,
  clock: { now(): Date },
): Promise<Look> {
  await checkBundle(bundle);
  const look = await new LocalClient({ clock }).lookForDigest(digest, bundle);
  return {
    usage: usageOf(digest, { kind: 'package', digest }),
    resolution: { status: 'resolved', at: clock.now().toISOString() },
    collections: [look.collection],
    materials: look.materials.map(material => ({ subject: digest, material })),
  };
}
