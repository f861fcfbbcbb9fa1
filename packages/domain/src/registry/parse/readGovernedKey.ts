import { readPublicKey, type GovernedKey } from '../governedKey';
import { Section } from './Section';
import { withoutUndefined } from './withoutUndefined';

/**
 * A public key that a version of the registry lets into force (S1.4).
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readGovernedKey(value: unknown, path: string): GovernedKey {
  const section = Section.of(value, path, [
    ...['name', 'publicKey', 'validFrom', 'validUntil', 'log', 'reason'],
  ]);
  const key = withoutUndefined({
    name: section.string('name'),
    publicKey: readKey(section),
    validFrom: section.optionalInstant('validFrom'),
    validUntil: section.optionalInstant('validUntil'),
    log: section.optionalString('log'),
    reason: section.optionalString('reason'),
  });
  checkWindow(section, key);
  return key;
}

function readKey(section: Section): string {
  const key = readPublicKey(section.string('publicKey'));
  return (
    key?.pem ??
    section.fail(
      'publicKey',
      'is no public key in PEM ("-----BEGIN PUBLIC KEY-----") for ECDSA on P-256, P-384 or P-521, RSA or Ed25519',
    )
  );
}

function checkWindow(section: Section, key: GovernedKey) {
  const { validFrom, validUntil, log } = key;
  if (validUntil === undefined) return;
  if (validFrom !== undefined && validFrom >= validUntil)
    section.fail('validUntil', 'must lie after validFrom');
  if (log === undefined)
    section.fail(
      'validUntil',
      'needs "log": what no trust root proves to be older would never count',
    );
}
