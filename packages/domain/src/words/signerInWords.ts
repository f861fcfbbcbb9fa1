import { recogniseIssuer } from '../registry/issuers';
import { isKeySigner, type RuleSigner } from '../registry/rule';
import { visibleText } from '../text';
import { claimsInWords } from './claimsInWords';
import { shownPattern, starsInWords } from './patternInWords';
import { recogniseSubject } from './recogniseSubject';
import { phraseOf } from './subjectPhrases';

/**
 * Who may sign, in words. Everything is safe to show; words are for reading, and `exact` is what is compared.
 *
 * @public
 */
export interface SignerInWords {
  /** "workflow release.yml of acme/payments on version tags (v*)" */
  words: string;
  /** Where it signed in: "GitHub Actions". Absent for keys. */
  issuer?: string;
  /** By whom it has to be certified, or which authority holds the key. Absent: whoever does. */
  authority?: string;
  /** What its certificate has to say besides, a phrase each: "only on machines of the kind github-hosted". */
  conditions: string[];
  /** Issuer and subject, or the key's name, as they stand in the rule. */
  exact: string;
  /** What the stars of the subject and the claims stand for, a sentence each. */
  stars: string[];
}

/** An identity, wherever the registry names one. */
interface NamedIdentity {
  authority?: string;
  issuer: string;
  subject: string;
  isExact?: boolean;
  claims?: Parameters<typeof claimsInWords>[0];
  ownRepository?: true;
}

/**
 * A signer of a rule in words.
 *
 * @public
 */
export function signerInWords(signer: RuleSigner): SignerInWords {
  return isKeySigner(signer) ? keyInWords(signer.key) : identityInWords(signer);
}

export function keyInWords(key: string): SignerInWords {
  const name = visibleText(key);
  return {
    words: `key “${name}”`,
    authority: name,
    conditions: [],
    exact: name,
    stars: [],
  };
}

const ownWords = 'only for the repository of the entity itself';

export function identityInWords(identity: NamedIdentity): SignerInWords {
  const { authority, issuer, subject, claims = {}, isExact } = identity;
  const own = identity.ownRepository ? [ownWords] : [];
  const patterns = [...(isExact ? [] : [subject]), ...Object.values(claims)];
  return {
    words: subjectInWords(identity),
    issuer: issuerInWords(identity),
    ...(authority !== undefined && { authority: visibleText(authority) }),
    conditions: [...own, ...claimsInWords(claims)],
    exact: `${shownPattern(issuer)} · ${shownPattern(subject)}`,
    // Over the sum of them, so that each kind of star is explained once.
    stars: starsInWords(patterns.join(' ')),
  };
}

function subjectInWords(identity: NamedIdentity): string {
  const recognised = recogniseSubject(identity);
  const phrase = recognised && phraseOf(recognised);
  if (phrase !== undefined) return phrase;
  const shown = shownPattern(identity.subject);
  const isPattern = !identity.isExact && identity.subject.includes('*');
  return isPattern ? `whoever “${shown}” fits` : `exactly “${shown}”`;
}

/** `GitHub Actions`; with its address where that says which of many it is; an unknown one as it is. */
function issuerInWords({ issuer, subject }: NamedIdentity): string {
  const known =
    recogniseSubject({ issuer, subject })?.known ?? recogniseIssuer(issuer);
  const shown = shownPattern(issuer);
  if (!known) return shown;
  return known.issuers.length === 1 && known.issuers[0] === issuer
    ? known.title
    : `${known.title} (${shown})`;
}

/** `workflow release.yml of acme/payments on version tags (v*) at GitHub Actions` */
export function fullWords({ words, issuer }: SignerInWords): string {
  return issuer === undefined ? words : `${words} at ${issuer}`;
}

/** The same with what its certificate has to say besides: `..., only on machines of the kind github-hosted,` */
export function conditionedWords(signer: SignerInWords): string {
  const words = [fullWords(signer), ...signer.conditions].join(', ');
  return signer.conditions.length > 0 ? `${words},` : words;
}
