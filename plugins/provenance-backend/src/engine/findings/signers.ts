import {
  describeSigner,
  signerStanding,
  type Digest,
  type Evidence,
  type SignerIdentity,
  type SignerStanding,
} from '@countersign/domain';
import { createHash } from 'node:crypto';
import { looksOf } from '../lookAt';
import type { Situation } from './Situation';

/** What the rules say of whoever made it, for the usage as it was found. */
export function standingIn(
  { current, look, judging, now }: Situation,
  evidence: Evidence,
): SignerStanding {
  return signerStanding(evidence, {
    usage: { ...current.usage, digest: look.digest },
    collections: looksOf(look).map(({ collection }) => collection),
    entity: current.entity,
    registry: judging.registry,
    authorities: judging.authorities.states,
    settings: judging.settings,
    now: now.toISOString(),
  });
}

/**
 * Who it was, as a hash: of authority, issuer and subject up to the ref, so that the next tag of one workflow is nobody
 * new. Kept for as long as the usage, it names nobody.
 */
export function signerKey({ signer, authority }: Evidence): string {
  return hashOf(signer ? partsOf(signer, authority) : ['unknown', authority]);
}

/** In the place of a signer, for a material of which nobody is known, or accepted, to have made it. */
export function materialKey(material: Digest): string {
  return hashOf(['material', material]);
}

function hashOf(parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function partsOf(signer: SignerIdentity, authority: string): string[] {
  if (signer.type === 'key') return ['key', signer.fingerprint ?? authority];
  const { issuer, subject, subjectType } = signer;
  const ref = subjectType === 'uri' ? subject.lastIndexOf('@') : -1;
  return [authority, issuer, ref < 1 ? subject : subject.slice(0, ref)];
}

/**
 * Who it was, in words. Findings and what is told of them outlive an erasure of a person's data, so that no e-mail
 * address is in them; the evidence has it.
 */
export function signerWords({ signer, authority }: Evidence): string {
  if (!signer) return 'somebody';
  if (signer.type === 'certificate' && signer.subjectType === 'email')
    return describeSigner({ ...signer, subject: 'a person' }, authority);
  return describeSigner(signer, authority);
}
