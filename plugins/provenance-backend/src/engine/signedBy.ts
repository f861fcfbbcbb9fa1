import {
  servedMaterials,
  signerStanding,
  type Evidence,
  type JudgeInput,
  type SignerIdentity,
} from '@countersign/domain';
import {
  identityHash,
  type ListedIdentity,
  type SeenSigner,
  type SignerForm,
} from '../store';
import { signerKey } from './findings/signers';

/** Certificates are cheap; so many strangers at one usage tell all that there is to tell. */
const mostStrangers = 50;
const mostCharacters = 1_000;

/**
 * Who signed what a usage runs, as an authority in force proves it, and whether a rule in force names them. Goes by
 * the same input as the verdict.
 *
 * @returns `undefined` where it cannot be said: nobody could look, an authority is missing that could prove somebody,
 * or some material was not verified. Nobody is called gone or accepted for that (S5.3, S5.4).
 */
export function signedBy(input: JudgeInput): SeenSigner[] | undefined {
  const served = servedMaterials(input);
  if (!served || isPartial(input)) return undefined;
  const wanted = new Set(served.map(one => `${one.subject} ${one.digest}`));
  const seen = new Map<string, SeenSigner>();
  for (const one of input.evidence) {
    const material = `${one.subject} ${one.material}`;
    if (!one.signer || !wanted.has(material)) continue;
    const standing = signerStanding(one, input);
    if (standing === 'unproven') continue;
    const identity = identityOf(one.signer, one);
    const hash = identityHash(identity);
    const before = seen.get(hash);
    const isAccepted = standing === 'accepted';
    seen.set(hash, {
      identity,
      accepted: isAccepted || before?.accepted === true,
      knownAs: signerKey(one),
      signed: [...(before?.signed ?? []), material],
      forms: withForm(before?.forms, one.signer, isAccepted),
    });
  }
  return withoutFlood(seen);
}

/** Behind a flood of others the one that is accepted must not be lost. */
function withForm(
  forms: SignerForm[] = [],
  signer: SignerIdentity,
  isAccepted: boolean,
): SignerForm[] | undefined {
  if (signer.type === 'key') return undefined;
  const { subject, subjectType, claims } = signer;
  const form = { subject, subjectType, claims };
  return isAccepted ? [form, ...forms] : [...forms, form];
}

function isPartial({ authorities, unverified = [] }: JudgeInput): boolean {
  return (
    unverified.length > 0 ||
    authorities.some(({ status }) => status !== 'loaded')
  );
}

/** Which strangers are kept does not change from look to look. */
function withoutFlood(seen: Map<string, SeenSigner>): SeenSigner[] {
  const each = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
  const all = each.map(([, signer]) => signer);
  return [
    ...all.filter(({ accepted }) => accepted),
    ...all.filter(({ accepted }) => !accepted).slice(0, mostStrangers),
  ];
}

function identityOf(
  signer: SignerIdentity,
  { authority }: Evidence,
): ListedIdentity {
  const { type } = signer;
  if (signer.type === 'key')
    return { type, authority, fingerprint: signer.fingerprint };
  const { issuer, subject, subjectType } = signer;
  return {
    ...{ type, authority, subjectType },
    issuer: storable(issuer),
    subject: storable(workflowOf(subject, subjectType)),
  };
}

/** The next tag of one workflow is nobody new; in an e-mail address the part behind the @ is the owner. */
function workflowOf(
  subject: string,
  type: ListedIdentity['subjectType'],
): string {
  const ref = type === 'uri' ? subject.lastIndexOf('@') : -1;
  return ref < 1 ? subject : subject.slice(0, ref);
}

/** A stranger's text must not keep a look from being recorded: PostgreSQL refuses a NUL, and an index long texts. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').slice(0, mostCharacters);
}
