import { TrustedRoot } from '@sigstore/protobuf-specs';
import {
  toTrustMaterial,
  VerificationError,
  type TrustMaterial,
} from '@sigstore/verify';
import { canonicalJson, digestOf } from '../encoding';
import { firstLine, isObject, textAt } from '../json';
import { verificationLimits } from '../limits';
import {
  AuthorityError,
  type SigstoreAuthority,
  type SigstoreThresholds,
} from './authority';
import { checkIssuers, checkTimestampers } from './checkIssuers';
import { readPublicGoodSeed } from './publicGoodSeed';

const oneOfEach: SigstoreThresholds = { logEntries: 1, scts: 1, times: 1 };
/** No material has more. */
const highest = verificationLimits.logEntries;

const rootMediaTypes = new Set([
  'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  'application/vnd.dev.sigstore.trustedroot+json;version=0.2',
  'application/vnd.dev.sigstore.trustedroot.v0.2+json',
]);

/** @public */
export interface SigstoreOptions {
  /** One of each where absent. */
  thresholds?: Partial<SigstoreThresholds>;
  /**
   * The root only proves times for signatures of keys ({@link KeyOptions}): it may lack certificate authorities, logs
   * and timestamp authorities, because what it lacks can prove nothing.
   */
  forKeys?: boolean;
}

/**
 * An authority from the content of a `trusted_root.json`.
 *
 * @throws {@link AuthorityError} for a root that is unusable: another media type, no certificate authority, nothing
 * that could prove a time, a window without a start, a key or certificate that does not parse, a certificate with
 * conditions that nobody checks, a timestamp authority whose certificate is for something else, a threshold below one.
 * @public
 */
export function sigstoreAuthority(
  name: string,
  trustedRoot: object,
  options: SigstoreOptions = {},
): SigstoreAuthority {
  const { forKeys = false } = options;
  const root = readRoot(name, trustedRoot);
  if (!forKeys) checkPresence(name, root);
  checkWindows(name, root);
  const thresholds = readThresholds(name, options.thresholds);
  const custom = !isDefault(thresholds) && { thresholds };
  try {
    const trust = withLogIds(
      toTrustMaterial(root, hint => {
        // A trust root holds no signers' keys, and one that a bundle names is no trust.
        throw new VerificationError({
          code: 'PUBLIC_KEY_ERROR',
          message: `no key ${hint}`,
        });
      }),
      root,
    );
    checkIssuers(trust.certificateAuthorities);
    checkTimestampers(trust.timestampAuthorities);
    // What was understood, not what was given: the digest covers it, and nobody else holds a reference to it.
    const understood = TrustedRoot.toJSON(root) as object;
    return {
      name,
      kind: 'sigstore',
      digest: digestOf(canonicalJson({ ...understood, ...custom })),
      thresholds,
      content: {
        kind: 'sigstore',
        name,
        trustedRoot: understood,
        ...custom,
        ...(forKeys && { forKeys }),
      },
      trust,
    };
  } catch (error) {
    throw unusable(name, firstLine(error), error);
  }
}

/**
 * The public-good Sigstore instance, from the trust root inside the npm package `@sigstore/tuf`: works offline.
 *
 * @public
 */
export function publicGoodAuthority(name: string): SigstoreAuthority {
  return sigstoreAuthority(name, JSON.parse(readPublicGoodSeed().trustedRoot));
}

function readRoot(name: string, trustedRoot: object): TrustedRoot {
  if (!isObject(trustedRoot)) throw unusable(name, 'it is not an object');
  const mediaType = textAt(trustedRoot, 'mediaType');
  if (mediaType === undefined || !rootMediaTypes.has(mediaType))
    throw unusable(name, `its media type is ${mediaType ?? 'absent'}`);
  try {
    return TrustedRoot.fromJSON(trustedRoot);
  } catch (error) {
    throw unusable(name, firstLine(error), error);
  }
}

/**
 * A log's entries name its log id, its checkpoints the first bytes of its checkpoint key id; where a root has both, the
 * library keeps the second and then finds no entry of the log.
 */
function withLogIds(trust: TrustMaterial, root: TrustedRoot): TrustMaterial {
  const further = root.tlogs.flatMap(({ logId }, i) => {
    const log = trust.tlogs[i];
    const id = logId && Buffer.from(logId.keyId);
    return id && !id.equals(log.logID) ? [{ ...log, logID: id }] : [];
  });
  return { ...trust, tlogs: [...trust.tlogs, ...further] };
}

function checkPresence(name: string, root: TrustedRoot) {
  if (root.certificateAuthorities.length === 0)
    throw unusable(name, 'it has no certificate authority');
  if (root.tlogs.length === 0 && root.timestampAuthorities.length === 0)
    throw unusable(name, 'it has neither a log nor a timestamp authority');
}

/**
 * What the library takes for "since ever" is an open door here: a window without a start would accept signatures from
 * before the key was anybody's (S7.2).
 */
function checkWindows(name: string, root: TrustedRoot) {
  for (const authority of [
    ...root.certificateAuthorities,
    ...root.timestampAuthorities,
  ]) {
    checkStart(name, authority.uri, authority.validFor?.start);
    if (!authority.certChain?.certificates.length)
      throw unusable(name, `${authority.uri} has no certificates`);
  }
  for (const log of [...root.tlogs, ...root.ctlogs])
    checkStart(name, log.baseUrl, log.publicKey?.validFor?.start);
}

function checkStart(name: string, entry: string, start: Date | undefined) {
  if (start === undefined || Number.isNaN(start.getTime()))
    throw unusable(name, `the validity of ${entry} has no start`);
}

/** Unknown names are refused by their type, and here: a constraint that nobody evaluates must not look like one. */
function readThresholds(
  name: string,
  given: Partial<SigstoreThresholds> = {},
): SigstoreThresholds {
  const unknown = Object.keys(given).find(proof => !(proof in oneOfEach));
  if (unknown !== undefined)
    throw unusable(name, `there is no threshold of ${unknown}`);
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const thresholds = { ...oneOfEach, ...Object.fromEntries(set) };
  for (const [proof, threshold] of Object.entries(thresholds))
    if (!isThreshold(threshold) && !(threshold === 'none' && proof !== 'times'))
      throw unusable(
        name,
        `the threshold of ${proof} is not a whole number from one to ${highest}`,
      );
  return thresholds;
}

function isThreshold(value: unknown): boolean {
  return (
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= highest
  );
}

function isDefault(thresholds: SigstoreThresholds): boolean {
  return canonicalJson(thresholds) === canonicalJson(oneOfEach);
}

function unusable(name: string, why: string, cause?: unknown) {
  return new AuthorityError(
    `The trust root "${name}" cannot be used: ${why}.`,
    cause === undefined ? undefined : { cause },
  );
}
