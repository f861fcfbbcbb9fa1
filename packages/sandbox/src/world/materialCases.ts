import {
  attest,
  predicateTypes,
  provenancePredicate,
  signImage,
} from '../layouts';
import { tampered, withBrokenSignature } from '../minter';
import {
  publishRelease,
  pushRelease,
  releaseIdentity,
  signedAt,
} from './publish';
import type { Stage } from './Stage';

const hour = 3_600_000;

function prepare(stage: Stage, path: string, tag: string) {
  const source = `acme-pay/${path.split('/')[1]}`;
  const release = { repository: `acme-pay/${path}`, source, tag };
  const identity = releaseIdentity(release);
  return {
    release,
    common: {
      ...pushRelease(stage, release),
      sigstore: stage.sigstores.acme,
      signer: { type: 'certificate', identity } as const,
      at: signedAt(stage, release.repository),
    },
    provenance: {
      predicateType: predicateTypes.slsaProvenance,
      predicate: provenancePredicate(identity),
    },
  };
}

/** The right signer, and material that is wrong in itself. */
export function publishMaterialCases(stage: Stage): void {
  const late = prepare(stage, 'payments/settlement-batch', '7.0.1');
  signImage({
    ...late.common,
    loggedAt: new Date(late.common.at.getTime() + hour),
  });

  const changed = prepare(stage, 'cards/dispute-portal', '1.12.0');
  attest({ ...changed.common, ...changed.provenance, alter: tampered });

  const borrowed = prepare(stage, 'risk/document-checker', '2.5.0');
  const earlier = pushRelease(stage, { ...borrowed.release, tag: '2.4.0' });
  attest({
    ...borrowed.common,
    ...borrowed.provenance,
    statementSubject: earlier.subject,
  });

  const mixed = prepare(stage, 'platform/notification-service', '3.1.0');
  publishRelease(stage, mixed.release);
  signImage({ ...mixed.common, alter: withBrokenSignature });
}

/** Images without anything attached, and references to nothing. */
export function publishAbsenceCases(stage: Stage): void {
  prepare(stage, 'payments/currency-converter', '0.8.0');
  prepare(stage, 'payments/exchange-rates', '1.3.0');
  stage.registry.setFault('acme-pay/payments/exchange-rates', { kind: 'down' });
  const deleted = prepare(stage, 'platform/legacy-importer', '1.0.9');
  deleted.common.repository.delete(deleted.common.subject);
}
