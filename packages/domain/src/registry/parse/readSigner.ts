import type { RuleSigner } from '../rule';
import { ConfigurationError } from './ConfigurationError';
import { readPattern } from './readPattern';
import { Section } from './Section';

/** An identity under its authority, or a key by its name (S2.1). */
export function readSigner(value: unknown, path: string): RuleSigner {
  const keys = ['authority', 'issuer', 'subject', 'key'];
  const section = Section.of(value, path, keys);
  if (!section.has('key')) {
    return {
      authority: section.string('authority'),
      issuer: section.string('issuer'),
      subject: readPattern(section.raw('subject'), section.at('subject')),
    };
  }
  for (const key of ['authority', 'issuer', 'subject']) {
    if (section.has(key)) {
      throw new ConfigurationError(
        path,
        'a signer is either a key, or authority with issuer and subject',
      );
    }
  }
  return { key: section.string('key') };
}
