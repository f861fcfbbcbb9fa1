import {
  type AcceptanceRule,
  type Collection,
  type Digest,
  type Evidence,
} from '@countersign/domain';
import type { Situation } from '../engine/findings/Situation';
import type { Look } from '../engine/lookAt';
import {
  at,
  collectionOf,
  declared,
  digestOf,
  evidenceOf,
  registryDown,
} from './fixtures';

export const found = digestOf('a');
export const acme = { name: 'acme', digest: digestOf('c') };
const issuer = 'https://issuer.example';
export const release: AcceptanceRule = {
  name: 'release',
  references: ['ghcr.io/acme/**'],
  mode: 'enforce',
  signers: [
    { authority: 'acme', issuer, subject: 'https://ci.example/acme/**' },
  ],
};

/** Evidence over the digest that was found, of the release workflow unless said otherwise. */
export function proof(
  material: string,
  change: Partial<Evidence> & { subject?: Digest; by?: string } = {},
): Evidence {
  const { by, ...rest } = change;
  const one = evidenceOf(found, digestOf(material), acme);
  const signer = one.signer!;
  return {
    ...one,
    ...(by !== undefined &&
      signer.type === 'certificate' && { signer: { ...signer, subject: by } }),
    ...rest,
  };
}

/** A scan of this many minutes after the beginning of the day. */
export function scan(material: string, minute: number | undefined): Evidence {
  return proof(material, {
    statement: { role: 'scan', predicateType: 'https://example.com/scan' },
    outcome: {
      status: 'proven',
      provenTimes: minute === undefined ? [] : [at(minute)],
    },
  });
}

export const outage = {
  sources: [
    { source: 'subject', status: 'complete' },
    { source: 'referrers-api', status: 'failed', cause: registryDown },
  ],
} satisfies Partial<Collection>;

/** A look that served these materials. */
export function lookAtMaterials(
  materials: string[],
  change: Partial<Collection> = {},
): Look {
  return {
    digest: found,
    resolution: { status: 'resolved', at: at(10) },
    collection: collectionOf(found, at(10), {
      material: materials.map(material => ({
        digest: digestOf(material),
        source: 'referrers-api',
        format: 'sigstore-bundle',
      })),
      ...change,
    }),
    materials: [],
    below: [],
  };
}

/** A usage that was looked at before and that the release workflow signed, at ten minutes past. */
export function situation(change: Partial<Situation> = {}): Situation {
  const { identity, reference, tag } = declared();
  return {
    current: {
      id: 'u1',
      usage: { ...identity, reference, tag, digest: found },
      resolution: { status: 'resolved', at: at(0) },
    },
    look: lookAtMaterials(['b']),
    acceptedBefore: [],
    evidence: [proof('b')],
    watched: {
      open: [],
      signers: { accepted: [], others: [] },
      statements: [],
    },
    judging: {
      registry: { version: 1, rules: [release] },
      authorities: {
        loaded: [],
        states: [{ ...acme, kind: 'sigstore', status: 'loaded' }],
      },
      settings: {
        environments: ['prod'],
        intervalMs: 1,
        maximumAgeMs: 86_400_000,
      },
    },
    now: new Date(at(10)),
    ...change,
  };
}
