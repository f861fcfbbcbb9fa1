import type {
  CertificateIdentity,
  ClaimName,
  KeyIdentity,
} from '../records/signer';
import type { NearestSigner } from '../records/verdict';
import {
  isKeySigner,
  type CertificateSigner,
  type RuleSigner,
} from '../registry/rule';
import { fitsPattern } from './fitsPattern';
import { differenceFromOwn, type OwnRepositoryInput } from './ownRepository';

/**
 * Somebody whom an authority proves to have signed: evidence, or what of it a rule is held against.
 *
 * @public
 */
export interface ProvenSigner {
  /** Name of the authority; of a key it is the key's. */
  authority: string;
  signer?:
    | Pick<
        CertificateIdentity,
        'type' | 'issuer' | 'subject' | 'subjectType' | 'claims'
      >
    | KeyIdentity;
}

/** What a rule looks at of a certificate. */
type Named = Exclude<ProvenSigner['signer'], KeyIdentity | undefined>;

/**
 * The end of S4.8's order, as far as signers go; `accepted` is behind all of them.
 *
 * @public
 */
export type SignerMatch =
  | { code: 'accepted'; index: number }
  | {
      code:
        | 'signer-kind-not-accepted'
        | 'signer-not-accepted'
        | 'wrong-authority'
        | 'ref-not-accepted';
      nearest: NearestSigner;
    };

const order: SignerMatch['code'][] = [
  'signer-kind-not-accepted',
  'signer-not-accepted',
  'wrong-authority',
  'ref-not-accepted',
  'accepted',
];

/** Among signers that give the same code, the one that differs in a later part is nearer. */
const parts: NearestSigner['part'][] = [
  'kind',
  'key',
  'issuer',
  'subject',
  'authority',
  'claim',
  'ref',
];

/**
 * Holds proven evidence to each of a rule's signers and returns the best match (S2.1).
 *
 * @param input - by which it is known what the entity's own repository is
 * @returns `undefined` where the rule lists nobody
 * @public
 */
export function matchSigner(
  evidence: ProvenSigner,
  signers: RuleSigner[],
  input: OwnRepositoryInput,
): SignerMatch | undefined {
  let best: SignerMatch | undefined;
  for (let index = 0; index < signers.length; index++) {
    const match = compare(evidence, signers[index], index, input);
    if (!best || compareMatches(match, best) > 0) best = match;
    // Nothing comes nearer.
    if (match.code === 'accepted') break;
  }
  return best;
}

/**
 * Which of two matches came nearer to a rule.
 *
 * @returns above 0 for the first, below 0 for the second, 0 for neither
 * @public
 */
export function compareMatches(a: SignerMatch, b: SignerMatch): number {
  const difference = order.indexOf(a.code) - order.indexOf(b.code);
  if (difference !== 0 || a.code === 'accepted' || b.code === 'accepted')
    return difference;
  return parts.indexOf(a.nearest.part) - parts.indexOf(b.nearest.part);
}

function compare(
  evidence: ProvenSigner,
  wanted: RuleSigner,
  index: number,
  input: OwnRepositoryInput,
): SignerMatch {
  const { signer, authority } = evidence;
  if (isKeySigner(wanted)) {
    if (signer?.type !== 'key')
      return miss(
        'signer-kind-not-accepted',
        index,
        'kind',
        'certificate',
        'key',
      );
    // The authority is the key: evidence under its name was proven with it and nothing else.
    return wanted.key === authority
      ? { code: 'accepted', index }
      : miss('signer-not-accepted', index, 'key', authority, wanted.key);
  }
  if (signer?.type !== 'certificate')
    return miss(
      'signer-kind-not-accepted',
      index,
      'kind',
      'key',
      'certificate',
    );
  return compareIdentity(signer, authority, wanted, index, input);
}

function compareIdentity(
  found: Named,
  authority: string,
  wanted: CertificateSigner,
  index: number,
  input: OwnRepositoryInput,
): SignerMatch {
  const compareSource = () =>
    compareClaims(found, wanted, index) ??
    compareOwn(found, wanted, index, input);
  if (found.issuer !== wanted.issuer)
    return miss(
      'signer-not-accepted',
      index,
      'issuer',
      found.issuer,
      wanted.issuer,
    );
  const fits = wanted.isExact ? isSame : fitsPattern;
  if (fits(wanted.subject, found.subject)) {
    if (authority !== wanted.authority)
      return miss(
        'wrong-authority',
        index,
        'authority',
        authority,
        wanted.authority,
      );
    return compareSource() ?? { code: 'accepted', index };
  }
  const ref = differingRef(found, wanted, fits);
  if (!ref)
    return miss(
      'signer-not-accepted',
      index,
      'subject',
      found.subject,
      wanted.subject,
    );
  if (authority !== wanted.authority)
    return miss(
      'signer-not-accepted',
      index,
      'authority',
      authority,
      wanted.authority,
    );
  // S4.8: the ref leads only where nothing else differs.
  return (
    compareSource() ??
    miss('ref-not-accepted', index, 'ref', ref.found, ref.wanted)
  );
}

/** S2.3: the certificate's own claims; one that it does not have is no claim of its signer. */
function compareClaims(
  found: Named,
  { claims = {} }: CertificateSigner,
  index: number,
): SignerMatch | undefined {
  // Whatever is asked for and not known to us is met by nobody.
  for (const name of Object.keys(claims).sort() as ClaimName[]) {
    const pattern = claims[name] ?? '';
    const value = Object.hasOwn(found.claims, name)
      ? found.claims[name]
      : undefined;
    if (value !== undefined && fitsPattern(pattern, value)) continue;
    return miss(
      'signer-not-accepted',
      index,
      'claim',
      value === undefined ? `no ${name}` : `${name}=${value}`,
      `${name}=${pattern}`,
    );
  }
  return undefined;
}

/** S2.4 */
function compareOwn(
  { claims }: Named,
  { ownRepository }: CertificateSigner,
  index: number,
  input: OwnRepositoryInput,
): SignerMatch | undefined {
  if (ownRepository === undefined) return undefined;
  const differs = differenceFromOwn(claims, input);
  return (
    differs &&
    miss('signer-not-accepted', index, 'claim', differs.found, differs.wanted)
  );
}

function isSame(wanted: string, text: string): boolean {
  return wanted !== '' && wanted === text;
}

/** S4.8: the subject matches up to its last `@`, and only the ref behind it differs. */
function differingRef(
  found: Named,
  wanted: CertificateSigner,
  fits: (wanted: string, text: string) => boolean,
) {
  const foundAt = found.subject.lastIndexOf('@');
  // In an e-mail address the part behind the @ is the owner, not a ref.
  if (found.subjectType !== 'uri' || foundAt < 1) return undefined;
  const [workflow, ref] = atLastAt(wanted);
  if (!fits(workflow, found.subject.slice(0, foundAt))) return undefined;
  return { found: found.subject.slice(foundAt + 1), wanted: ref };
}

const split = new WeakMap<CertificateSigner, readonly [string, string]>();

/** Cut once: a rule is held against thousands, and a text that was just cut is looked up slowly. */
function atLastAt(wanted: CertificateSigner): readonly [string, string] {
  const known = split.get(wanted);
  if (known) return known;
  const { subject } = wanted;
  const at = subject.lastIndexOf('@');
  const cut =
    at < 1
      ? // An empty pattern matches nothing.
        (['', ''] as const)
      : ([subject.slice(0, at), subject.slice(at + 1)] as const);
  split.set(wanted, cut);
  return cut;
}

function miss(
  code: Exclude<SignerMatch['code'], 'accepted'>,
  index: number,
  part: NearestSigner['part'],
  found: string,
  wanted: string,
): SignerMatch {
  return { code, nearest: { index, part, found, wanted } };
}
