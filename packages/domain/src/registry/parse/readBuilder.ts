import { claimNames, type SignerClaims } from '../../records/signer';
import type { BuildLevel } from '../requirement';
import type { ReviewedBuilder } from '../reviewedBuilders';
import { ConfigurationError } from './ConfigurationError';
import { readPattern } from './readPattern';
import { readText, Section } from './Section';
import { withoutUndefined } from './withoutUndefined';

/**
 * A builder that the company reviewed, who signs for it, and what level that is (S2.3).
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readBuilder(value: unknown, path: string): ReviewedBuilder {
  const section = Section.of(value, path, [
    'builder',
    'issuer',
    'subject',
    'claims',
    'key',
    'level',
    'because',
  ]);
  const level = section.optionalInteger('level', 1, 3);
  return withoutUndefined({
    builder: section.has('builder')
      ? readPattern(section.raw('builder'), section.at('builder'))
      : undefined,
    signer: readBuildersSigner(section, path),
    level: (level ?? section.fail('level', 'is missing')) as BuildLevel,
    because: section.string('because'),
  });
}

function readBuildersSigner(
  section: Section,
  path: string,
): ReviewedBuilder['signer'] {
  if (!section.has('key'))
    return withoutUndefined({
      issuer: section.string('issuer'),
      subject: readPattern(section.raw('subject'), section.at('subject')),
      claims: readClaims(section),
    });
  if (['issuer', 'subject', 'claims'].some(key => section.has(key)))
    throw new ConfigurationError(path, 'is signed by a key or by an identity');
  // A key says nothing about which builder it is, so the pattern has to.
  if (!section.has('builder')) section.fail('builder', 'is missing');
  return { key: section.string('key') };
}

function readClaims(parent: Section): SignerClaims | undefined {
  if (!parent.has('claims')) return undefined;
  const at = parent.at('claims');
  const section = Section.of(parent.raw('claims'), at, claimNames);
  return Object.fromEntries(
    claimNames
      .filter(name => section.has(name))
      .map(name => [name, readText(section.raw(name), section.at(name))]),
  );
}
