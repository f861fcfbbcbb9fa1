import {
  claimNames,
  type CertificateIdentity,
  type SignerClaims,
} from '@countersign/domain';
import { shortHash } from './seenSigners';

/** How a certificate named a signer, exactly: what a rule is held against. */
export type SignerForm = Pick<
  CertificateIdentity,
  'subject' | 'subjectType' | 'claims'
>;

/** Releases of one digest that are told apart; a stranger may sign with any number of certificates. */
const most = 20;

/** How one signer signed what one usage runs, as it is kept. */
export interface KeptForms {
  hash: string;
  content: string;
}

/** @param forms - those that count most first: behind the twentieth they are left out */
export function keptForms(forms: SignerForm[]): KeptForms | undefined {
  const texts = [...new Set(forms.map(textOf))].slice(0, most).sort();
  if (texts.length === 0) return undefined;
  const content = `[${texts.join(',')}]`;
  return { hash: shortHash(content), content };
}

export function readForms(content: string): SignerForm[] {
  return JSON.parse(content);
}

/** The same text for the same form, in whatever order its claims came. Computed with every judgement that is written. */
function textOf({ subject, subjectType, claims }: SignerForm): string {
  const inOrder: SignerClaims = {};
  for (const name of claimNames)
    if (claims[name] !== undefined) inOrder[name] = claims[name];
  return JSON.stringify({ subject, subjectType, claims: inOrder });
}
