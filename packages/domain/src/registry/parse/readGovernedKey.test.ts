import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { publicKeys } from '../../__testUtils__/anyRegistry';
import { readPublicKey } from '../governedKey';
import { ConfigurationError } from './ConfigurationError';
import { readAcceptance } from './readAcceptance';
import { readGovernedKey } from './readGovernedKey';

const [publicKey] = publicKeys;
const key = { name: 'ci', publicKey };

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message;
  }
  return 'was read';
}

const pemOf = (one: KeyObject) =>
  one.export({ type: 'spki', format: 'pem' }).toString();

describe('S1.4 a public key', () => {
  it.each([
    [
      'ECDSA on P-256',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey,
    ],
    [
      'ECDSA on P-384',
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey,
    ],
    [
      'ECDSA on P-521',
      generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey,
    ],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey],
    ['Ed25519', generateKeyPairSync('ed25519').publicKey],
  ])('of %s is known by the hash of its bytes', (algorithm, one) => {
    const der = one.export({ type: 'spki', format: 'der' });
    const hash = createHash('sha256').update(der).digest('hex');
    const pem = pemOf(one);
    expect(readPublicKey(pem)).toEqual({
      ...{ pem, algorithm },
      fingerprint: `sha256:${hash}`,
    });
    const folded = pem.trim().replace(/\n(?!-)/g, '\r\n  ');
    expect(readPublicKey(folded)?.pem).toBe(pem);
  });

  const { privateKey } = generateKeyPairSync('ed25519');
  const body = publicKey.split('\n').slice(1, -2).join('\n');
  const armoured = (text: string) =>
    `-----BEGIN PUBLIC KEY-----\n${text}\n-----END PUBLIC KEY-----\n`;

  it.each<[string, string]>([
    [
      'a private key',
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    [
      'a key on another curve',
      pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey),
    ],
    ['a key for exchange', pemOf(generateKeyPairSync('x25519').publicKey)],
    [
      'a key in another form',
      generateKeyPairSync('rsa', { modulusLength: 2048 })
        .publicKey.export({ type: 'pkcs1', format: 'pem' })
        .toString(),
    ],
    ['two keys', `${publicKey}${publicKey}`],
    ['a key with text before it', `my key\n${publicKey}`],
    ['half a key', armoured(body.slice(0, 64))],
    ['a key with more behind it', armoured(`${body.replace(/=+$/, '')}AAAA`)],
    ['bytes in another writing', armoured(body.replace('Cg==', 'Ch=='))],
    ['no base64', armoured('%%%%')],
    ['nothing', ''],
    ['a flood', armoured('A'.repeat(1_000_000))],
  ])('is not %s', (_name, text) => {
    expect(readPublicKey(text)).toBeUndefined();
    expect(
      refusal(() => readGovernedKey({ name: 'ci', publicKey: text }, 'k')),
    ).toMatch(/^k\.publicKey: (is no public key in PEM|is empty)/);
  });
});

describe('S1.4 governed keys', () => {
  it('are read with their windows', () => {
    const whole = {
      ...key,
      validFrom: '2026-11-03T00:00:00.000Z',
      validUntil: '2027-11-03T00:00:00.000Z',
      ...{ log: 'public-good', reason: 'the key of CI' },
    };
    expect(readGovernedKey(whole, 'k')).toEqual(whole);
    expect(readGovernedKey(key, 'k')).toEqual(key);
  });

  it.each<[string, object]>([
    ['k.name: is missing', { publicKey }],
    ['k.validFrom: must be an instant', { ...key, validFrom: 'soon' }],
    ['k.validUntil: needs "log"', { ...key, validUntil: '2027-01-01' }],
    [
      'k.validUntil: must lie after validFrom',
      {
        ...{ ...key, log: 'public-good' },
        ...{ validFrom: '2027-01-01', validUntil: '2027-01-01' },
      },
    ],
    ['k.notAfter: unknown key', { ...key, notAfter: '2027-01-01' }],
  ])('are refused with %j', (problem, one) => {
    expect(refusal(() => readGovernedKey(one, 'k'))).toContain(problem);
  });

  it('have names of their own', () => {
    expect(
      refusal(() => readAcceptance({ keys: [key, key] }, 'acceptance')),
    ).toBe('acceptance.keys: the key "ci" is there twice');
  });
});
