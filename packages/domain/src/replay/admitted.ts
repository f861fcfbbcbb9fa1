import { signerStanding, type JudgeInput } from '../judge';
import { requirementsOf, rulesFor } from '../judge/activeRules';
import type { Digest } from '../records/digest';
import type { Evidence } from '../records/evidence';
import { recogniseIssuer } from '../registry/issuers';
import { isKeySigner, type RuleSigner } from '../registry/rule';
import { canonicalJson } from '../text';
import type { ReplayInput } from './Flip';
import { isSameAccount, isSameOwner, sourceOwner } from './sourceOwner';

/**
 * Somebody who signed what a usage runs, and whom its rules accept after a change and did not before.
 *
 * @public
 */
export interface AdmittedSigner {
  type: 'certificate' | 'key';
  authority: string;
  /** Of a certificate. */
  issuer?: string;
  /** Of a certificate: without the ref behind its last `@` where it is an address. */
  subject?: string;
  /** Of a certificate: that ref. */
  ref?: string;
  /** Of a key. */
  fingerprint?: Digest;
  /** The owner of the source, as far as it can be told: `github.com/acme`. */
  owner?: string;
  /**
   * Nothing shows that the company's own source was built. It is not foreign where
   *
   * - a rule that spoke of this usage before already named this owner at this issuer, or this key;
   * - the usage's repository is on a registry whose names are the accounts of the issuer's code host, and has the same
   *   account: `ghcr.io/acme` and `github.com/acme`;
   * - the caller says that the owner is the company's, and the issuer is a known one.
   *
   * By name alone: that a name has changed hands is a finding of its own (S2.4).
   */
  isForeign: boolean;
}

/**
 * Who is accepted after a change and was not before, of those whose signatures count for a usage.
 *
 * @param owners - further owners of source that are the company's own: `github.com/acme`
 */
export function admittedSigners(
  before: JudgeInput,
  after: JudgeInput,
  owners: ReadonlySet<string>,
): AdmittedSigner[] {
  const found = new Map<string, AdmittedSigner>();
  let known: RuleSigner[] | undefined;
  for (const evidence of after.evidence) {
    if (signerStanding(evidence, after) !== 'accepted') continue;
    if (signerStanding(evidence, before) === 'accepted') continue;
    known ??= namedSigners(before);
    const signer = admitted(evidence, after, known, owners);
    if (signer) found.set(canonicalJson(signer), signer);
  }
  return [...found.values()];
}

function namedSigners(input: JudgeInput): RuleSigner[] {
  return rulesFor(input).applicable.flatMap(rule => [
    ...rule.signers,
    ...requirementsOf(rule).flatMap(({ signers }) => signers ?? []),
  ]);
}

function admitted(
  { signer, authority }: Evidence,
  { usage }: ReplayInput,
  known: RuleSigner[],
  owners: ReadonlySet<string>,
): AdmittedSigner | undefined {
  if (!signer) return undefined;
  if (signer.type === 'key')
    return {
      type: 'key',
      authority,
      ...(signer.fingerprint && { fingerprint: signer.fingerprint }),
      isForeign: !known.some(one => isKeySigner(one) && one.key === authority),
    };
  const { issuer, subject, subjectType } = signer;
  const source = sourceOwner(signer);
  const at = subjectType === 'uri' ? subject.lastIndexOf('@') : -1;
  const isOwn =
    source !== undefined &&
    (known.some(one => !isKeySigner(one) && isSameOwner(one, source)) ||
      isSameAccount(usage.repository, source) ||
      (owners.has(source.owner) && recogniseIssuer(issuer) !== undefined));
  return {
    type: 'certificate',
    authority,
    issuer,
    subject: at > 0 ? subject.slice(0, at) : subject,
    ...(at > 0 && { ref: subject.slice(at + 1) }),
    ...(source && { owner: source.owner }),
    isForeign: !isOwn,
  };
}
