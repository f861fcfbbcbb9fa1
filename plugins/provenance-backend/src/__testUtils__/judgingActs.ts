import type {
  AcceptanceRule,
  DistrustEntry,
  Requirement,
} from '@countersign/domain';
import { configuredRegistry } from '../acceptance/configuredRegistry';
import { generationOf, type EngineOptions } from '../engine';
import type { Authority } from '@countersign/verifier';
import { digestOf } from './fixtures';
import { release } from './situation';
import type { Word } from './ChangingWorld';

const hour = 3_600_000;

/** The release workflow signed it, at an instant that is proven. */
export const signed = (at: string): Word => ({
  outcome: { status: 'proven', provenTimes: [at] },
});

export const scannedAt = (at: string, critical: number): Word => ({
  ...signed(at),
  statement: {
    role: 'scan',
    predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1',
    scan: {
      scanner: 'trivy',
      findings: {
        ...{ critical, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 },
      },
    },
  },
});

export const refused = (
  code: 'signature-invalid' | 'time-unproven' | 'limit-exceeded',
): Word => ({ outcome: { status: 'failed', code, message: 'no' } });

/** Where nothing is stored of which the bytes could be verified. */
export const unasked = {
  revision: 1,
  verify: async () => {
    throw new Error('nothing is there to be verified');
  },
};

/** By what an engine over a changing world judges: two authorities, one of which proves. */
export function judgingBy(
  requirements: Requirement[] | undefined,
  distrust: DistrustEntry[] = [],
  version = 1,
): Pick<EngineOptions, 'judging' | 'generation'> {
  const rule: AcceptanceRule = {
    ...release,
    ...(requirements && { requirements }),
  };
  const loaded = ['acme', 'partner'].map(
    (name, i): Authority =>
      ({ name, kind: 'sigstore', digest: digestOf(`${i + 1}`) } as Authority),
  );
  const judging = {
    registry: configuredRegistry({ initial: [rule], distrust }, version),
    authorities: {
      loaded,
      states: loaded.map(({ name, digest }) => ({
        ...{ name, digest, kind: 'sigstore' as const },
        status: 'loaded' as const,
      })),
    },
    settings: {
      environments: ['prod'],
      intervalMs: 4 * hour,
      maximumAgeMs: 24 * hour,
    },
  };
  return { judging, generation: generationOf(judging, 1) };
}
