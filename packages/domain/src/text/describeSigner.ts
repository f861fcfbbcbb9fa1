import type { CertificateIdentity, SignerIdentity } from '../records/signer';
import { visibleText } from './visibleText';

/** Issuers whose subjects can be read aloud; everybody else is shown exactly. */
const issuerNames: Record<string, string> = {
  'https://token.actions.githubusercontent.com': 'GitHub Actions',
  'https://gitlab.com': 'GitLab CI',
  'https://accounts.google.com': 'Google account',
  'https://github.com/login/oauth': 'GitHub user',
  'https://login.microsoftonline.com': 'Microsoft account',
};

/**
 * A signer in words: "GitHub Actions · acme/payments · release.yml · tag v1.8.2". The exact string belongs beside it,
 * on hover and copy: words are for reading, never for comparing.
 *
 * @param keyName - the name of the authority that holds the key
 * @public
 */
export function describeSigner(
  signer: SignerIdentity,
  keyName?: string,
): string {
  if (signer.type === 'key')
    return keyName ? `key “${visibleText(keyName)}”` : 'a key';
  return describeIdentity(signer);
}

/** Every rule that speaks of an artifact says who signed it. */
const described = new WeakMap<CertificateIdentity, string>();

function describeIdentity(identity: CertificateIdentity): string {
  const known = described.get(identity);
  if (known !== undefined) return known;
  const words = identityInWords(identity);
  described.set(identity, words);
  return words;
}

function identityInWords({ issuer, subject }: CertificateIdentity): string {
  const from = issuerNames[issuer] ?? visibleText(issuer);
  const workflow = workflowWords(subject);
  return [from, ...(workflow ?? [visibleText(subject)])].join(' · ');
}

const workflowForm =
  /^https:\/\/[^/]+\/(?<repository>[^@]+?)\/(?:\.github\/workflows\/|\/)(?<file>[^/@]+)@(?<ref>.+)$/;

function workflowWords(subject: string): string[] | undefined {
  const parts = workflowForm.exec(subject)?.groups;
  if (!parts) return undefined;
  return [
    visibleText(parts.repository),
    visibleText(parts.file),
    describeRef(parts.ref),
  ];
}

/**
 * A Git ref in words: "tag v1.8.2", "branch main"; anything else as it is.
 *
 * @public
 */
export function describeRef(ref: string): string {
  const [, kind, name] = /^refs\/(tags|heads|pull)\/(.+)$/.exec(ref) ?? [];
  const words = { tags: 'tag', heads: 'branch', pull: 'pull request' }[kind];
  return words ? `${words} ${visibleText(name)}` : visibleText(ref);
}
