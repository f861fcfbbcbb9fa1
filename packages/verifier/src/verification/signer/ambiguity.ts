import type { X509Certificate } from '@sigstore/core';
import { oidOf, readForms, textArcs, type BothForms } from './claims';
import { subjectOf } from './names';
import { derText } from './text';

/**
 * Control characters end a text in C and a line in a log, so that two readers see two names. What only looks like
 * another name is left to those who show it.
 */
const control = /\p{Cc}/u;

/**
 * Whatever could make two readers of one certificate read two identities: an extension that is there twice, a claim
 * that is no text (and would silently be filled from its older form), a claim whose forms disagree, control
 * characters.
 *
 * @returns what is ambiguous, in words
 */
export function ambiguityOf(certificate: X509Certificate): string | undefined {
  const oids = certificate.extensions.map(({ subs: [oid] }) => oid.toOID());
  const twice = oids.find((oid, i) => oids.indexOf(oid) !== i);
  if (twice !== undefined) return `the extension ${twice} twice`;
  const unreadable = textArcs.map(oidOf).find(oid => {
    const value = certificate.extension(oid)?.value;
    return value && derText(value) === undefined;
  });
  if (unreadable !== undefined)
    return `an extension ${unreadable} that is no text`;
  const forms = readForms(certificate);
  return contradictionOf(forms) ?? controlsIn(certificate, forms);
}

function contradictionOf({ newer, older }: BothForms): string | undefined {
  for (const [name, text] of Object.entries(older)) {
    const other = newer[name as keyof typeof newer];
    if (other !== undefined && other !== text) return `two values of ${name}`;
  }
  return undefined;
}

function controlsIn(
  certificate: X509Certificate,
  { newer, older }: BothForms,
): string | undefined {
  const { subject } = subjectOf(certificate);
  const texts = Object.entries({ ...older, ...newer, subject });
  const found = texts.find(([, text]) => control.test(text));
  return found && `control characters in its ${found[0]}`;
}
