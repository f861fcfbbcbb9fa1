import { claimNames } from '../../records/signer';
import type { CertificateSigner, RuleSigner } from '../rule';
import { ConfigurationError } from './ConfigurationError';
import { readPattern } from './readPattern';
import { Section } from './Section';
import { withoutUndefined } from './withoutUndefined';

const identityKeys = [
  ...['authority', 'issuer', 'subject'],
  ...['claims', 'ownRepository'],
];

/** An identity under its authority, or a key by its name (S2.1). */
export function readSigner(value: unknown, path: string): RuleSigner {
  const keys = [...identityKeys, 'key'];
  const section = Section.of(value, path, keys);
  if (!section.has('key')) {
    return withoutUndefined({
      authority: section.string('authority'),
      issuer: section.string('issuer'),
      subject: readPattern(section.raw('subject'), section.at('subject')),
      claims: readClaims(section),
      ownRepository: readOwnRepository(section),
    });
  }
  for (const key of identityKeys) {
    if (section.has(key)) {
      throw new ConfigurationError(
        path,
        'a signer is either a key, or authority with issuer and subject',
      );
    }
  }
  return { key: section.string('key') };
}

/** A word that asks for nothing reads as if it did. */
function readOwnRepository(section: Section): true | undefined {
  return section.optionalBoolean('ownRepository') === false
    ? section.fail('ownRepository', 'asks for nothing; leave it out')
    : section.optionalBoolean('ownRepository') || undefined;
}

/** `claims: { sourceRepository: "https://github.com/acme/payments" }`. */
function readClaims(parent: Section): CertificateSigner['claims'] {
  if (!parent.has('claims')) return undefined;
  const at = parent.at('claims');
  const section = Section.of(parent.raw('claims'), at, claimNames);
  const named = claimNames.filter(name => section.has(name));
  if (named.length === 0) parent.fail('claims', 'names no claim; leave it out');
  return Object.fromEntries(
    named.map(name => [name, readPattern(section.raw(name), section.at(name))]),
  );
}
