import type { Digest } from '@countersign/domain';

/**
 * Predicate types of the attestations that are made here.
 *
 * @public
 */
export const predicateTypes = {
  cosignSignature: 'https://sigstore.dev/cosign/sign/v1',
  slsaProvenance: 'https://slsa.dev/provenance/v1',
  spdx: 'https://spdx.dev/Document',
} as const;

/**
 * An in-toto statement: this predicate holds for this subject.
 *
 * @remarks Source: in-toto attestation framework, Statement v1.
 * @public
 */
export interface Statement {
  _type: 'https://in-toto.io/Statement/v1';
  subject: { name?: string; digest: { sha256: string } }[];
  predicateType: string;
  predicate: object;
}

export function statement(options: {
  subject: Digest;
  name?: string;
  predicateType: string;
  predicate: object;
}): Statement {
  const { subject, name, predicateType, predicate } = options;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ ...(name && { name }), digest: { sha256: hexOf(subject) } }],
    predicateType,
    predicate,
  };
}

function hexOf(digest: Digest) {
  return digest.slice('sha256:'.length);
}

/** The tag that stands for a digest, with cosign's suffix. */
export const digestTag = (digest: Digest, suffix: '' | '.sig' | '.att') =>
  `sha256-${hexOf(digest)}${suffix}`;
