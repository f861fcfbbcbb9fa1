import type { Digest } from '@countersign/domain';
import {
  toBundle,
  type SignedMaterial,
  type SigningInstance,
  type SigningOptions,
} from '../minter';
import type { Repository } from '../registry';
import { attachByCosignTag, simpleSigningPayload } from './cosignTag';
import { attachBundle } from './referrer';
import { predicateTypes, statement } from './statement';

/**
 * Where a material lies: under cosign's `.sig` and `.att` tags, as a bundle that the Referrers API lists, or as a
 * bundle that the fallback tag lists.
 *
 * @public
 */
export const layouts = ['cosign-tag', 'referrer', 'referrers-tag'] as const;

/** @public */
export type Layout = (typeof layouts)[number];

/** @public */
export interface AttachOptions extends SigningOptions {
  repository: Repository;
  /** Where the material is attached. */
  subject: Digest;
  sigstore: SigningInstance;
  /** `cosign-tag` where absent. */
  layout?: Layout;
  /** What happens to the material between signing and attaching: `tampered`, for instance. */
  alter?: (material: SignedMaterial) => SignedMaterial;
}

/** @public */
export interface SignImageOptions extends AttachOptions {
  /** The digest that the signature speaks of, where it is not the one it is attached to. */
  signedDigest?: Digest;
  /** What the payload says in `docker-reference`. The repository's name where absent. */
  dockerReference?: string;
}

/**
 * Signs an image as cosign does: a simple-signing payload under `.sig`, or a statement in a bundle.
 *
 * @public
 */
export function signImage(options: SignImageOptions): SignedMaterial {
  const { repository, subject, layout = 'cosign-tag' } = options;
  if (layout !== 'cosign-tag')
    return attest({
      ...options,
      statementSubject: options.signedDigest,
      predicateType: predicateTypes.cosignSignature,
      predicate: {},
    });
  const bytes = simpleSigningPayload(
    options.signedDigest ?? subject,
    options.dockerReference ?? repository.name,
  );
  const signed = options.sigstore.sign({ type: 'message', bytes }, options);
  const material = options.alter?.(signed) ?? signed;
  attachByCosignTag(repository, subject, material);
  return material;
}

/** @public */
export interface AttestOptions extends AttachOptions {
  predicateType: string;
  predicate: object;
  /** The digest that the statement speaks of, where it is not the one it is attached to. */
  statementSubject?: Digest;
}

/**
 * Attests to an image: an in-toto statement under `.att`, or in a bundle.
 *
 * @public
 */
export function attest(options: AttestOptions): SignedMaterial {
  const { repository, subject, predicateType, layout = 'cosign-tag' } = options;
  const payload = statement({
    subject: options.statementSubject ?? subject,
    name: repository.name,
    predicateType,
    predicate: options.predicate,
  });
  const signed = options.sigstore.sign(
    { type: 'dsse', payload: Buffer.from(JSON.stringify(payload)) },
    options,
  );
  const material = options.alter?.(signed) ?? signed;
  if (layout === 'cosign-tag')
    attachByCosignTag(repository, subject, material, { predicateType });
  else
    attachBundle(repository, subject, toBundle(material), {
      predicateType,
      fallbackTag: layout === 'referrers-tag',
    });
  return material;
}
