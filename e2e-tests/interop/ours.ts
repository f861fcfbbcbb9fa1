import { readFileSync } from 'node:fs';
import type { Digest, Evidence } from '@countersign/domain';
import {
  ArtifactClient,
  keyAuthority,
  parseReference,
  verifyMaterial,
  type Authority,
} from '@countersign/verifier';

/** What ours finds at a reference, and what it proves under one authority. */
export interface Found {
  digest: Digest;
  /** `<source> <format>` of every material. */
  materials: string[];
  evidence: Evidence[];
  /** Sources that were not seen to the end. */
  unfinished: string[];
}

/** Resolves, collects and verifies, as the backend does. */
export async function look(
  reference: string,
  authority: Authority,
): Promise<Found> {
  const parsed = parseReference(reference);
  const host = parsed.repository.replace(/^http:\/\//, '').split('/')[0];
  const client = new ArtifactClient({
    registries: [{ host, plainHttp: true }],
    fileHosts: parsed.type === 'oci' ? [] : [{ host, plainHttp: true }],
    clock: { now: () => new Date() },
  });
  try {
    const digest = await client.resolve(parsed);
    const { collection, materials } = await client.collect(parsed, digest);
    return {
      digest,
      materials: materials.map(one => `${one.source} ${one.format}`),
      evidence: materials.map(material =>
        verifyMaterial(material, {
          subject: digest,
          authority,
          now: new Date(),
        }),
      ),
      unfinished: collection.sources
        .filter(({ status }) => status === 'failed' || status === 'limited')
        .map(report => JSON.stringify(report)),
    };
  } finally {
    client.close();
  }
}

export const keyFrom = (file: string, name = 'key') =>
  keyAuthority(name, readFileSync(file, 'utf8'));

/** How each piece of evidence ended: `proven` or its code, with what was signed. */
export const outcomes = ({ evidence }: Found) =>
  evidence.map(({ outcome, statement }) =>
    [
      outcome.status === 'proven' ? 'proven' : outcome.code,
      statement?.role ?? '-',
    ].join(' '),
  );
