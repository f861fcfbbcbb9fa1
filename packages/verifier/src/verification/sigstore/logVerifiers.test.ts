import type { TransparencyLogEntry } from '@sigstore/bundle';
import { pem as pemForm } from '@sigstore/core';
import { keys, sigstore } from '../../__testUtils__/minted';
import { checkLogVerifiers } from './checkLogVerifiers';
import { logVerifiers } from './logVerifiers';

const der = keys.publicKey.export({ format: 'der', type: 'spki' });
const pem = keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();
const encoded = Buffer.from(pem).toString('base64');
const rawBytes = der.toString('base64');
const x509Certificate = { rawBytes: Buffer.from('leaf').toString('base64') };

const entry = (
  kind: string,
  version: string,
  spec: unknown,
): TransparencyLogEntry => ({
  logIndex: '0',
  logId: { keyId: Buffer.alloc(32) },
  kindVersion: { kind, version },
  integratedTime: '0',
  inclusionPromise: undefined,
  inclusionProof: undefined,
  canonicalizedBody: Buffer.from(JSON.stringify({ spec })),
});

const key = { type: 'key', der };

describe('who a log entry says signed', () => {
  it.each<[string, string, unknown]>([
    [
      'hashedrekord',
      '0.0.1',
      { signature: { publicKey: { content: encoded } } },
    ],
    ['dsse', '0.0.1', { signatures: [{ verifier: encoded }] }],
    ['intoto', '0.0.1', { publicKey: encoded }],
    [
      'intoto',
      '0.0.2',
      { content: { envelope: { signatures: [{ publicKey: encoded }] } } },
    ],
    [
      'hashedrekord',
      '0.0.2',
      {
        hashedRekordV002: {
          signature: { verifier: { publicKey: { rawBytes } } },
        },
      },
    ],
    [
      'dsse',
      '0.0.2',
      { dsseV002: { signatures: [{ verifier: { publicKey: { rawBytes } } }] } },
    ],
  ])('%s %s', (kind, version, spec) => {
    expect(logVerifiers(entry(kind, version, spec))).toEqual([key]);
    expect(logVerifiers(entry(kind, '0.0.9', spec))).toEqual([]);
    expect(logVerifiers(entry(kind, version, {}))).toEqual([]);
  });

  it('a certificate of a newer log outranks a key beside it', () => {
    const verifier = { x509Certificate, publicKey: { rawBytes } };
    expect(
      logVerifiers(
        entry('hashedrekord', '0.0.2', {
          hashedRekordV002: { signature: { verifier } },
        }),
      ),
    ).toEqual([{ type: 'certificate', der: Buffer.from('leaf') }]);
  });
});

describe('the certificate that was read before', () => {
  const [{ certChain }] = sigstore.trustedRoot().certificateAuthorities;
  const chain = certChain.certificates.map(c =>
    Buffer.from(c.rawBytes, 'base64'),
  );
  const [known, other] = [chain[0], chain[chain.length - 1]];
  const naming = (text: string) =>
    entry('intoto', '0.0.1', {
      publicKey: Buffer.from(text).toString('base64'),
    });
  const text = pemForm.fromDER(known);

  it.each([
    ['its text', text],
    ['its text without an end of line', text.trimEnd()],
    ['its text after words', `some words\n${text}`],
    ['its text before another one', text + pemForm.fromDER(other)],
    ['another one', pemForm.fromDER(other)],
    ['a key', pem],
  ])('is found in %s as without it', (_, given) => {
    const found = logVerifiers(naming(given), known);
    expect(found).toEqual(logVerifiers(naming(given)));
    expect(found).toHaveLength(1);
  });

  it('is nowhere else', () => {
    const [changed] = logVerifiers(naming(pemForm.fromDER(other)), known);
    expect(changed.der.equals(known)).toBe(false);
  });
});

describe('CVE-2022-36056 CVE-2026-22703 the entry must name the signer and nobody else', () => {
  const signer = (leaf: string) => ({
    certificate: Buffer.from(leaf),
    key: keys.publicKey,
  });
  const signatures = (...verifiers: object[]) =>
    entry('dsse', '0.0.2', {
      dsseV002: { signatures: verifiers.map(verifier => ({ verifier })) },
    });
  const refused = expect.objectContaining({ code: 'log-proof-invalid' });

  it.each<[string, TransparencyLogEntry]>([
    ['its certificate', signatures({ x509Certificate })],
    ['its key', signatures({ publicKey: { rawBytes } })],
  ])('takes %s', (_, given) => {
    expect(() => checkLogVerifiers([given], signer('leaf'))).not.toThrow();
  });

  it.each<[string, TransparencyLogEntry]>([
    ['nobody', signatures()],
    [
      'another certificate',
      signatures({ x509Certificate: { rawBytes: 'AAAA' } }),
    ],
    ['another key', signatures({ publicKey: { rawBytes: 'AAAA' } })],
    [
      'somebody else too',
      signatures({ x509Certificate }, { publicKey: { rawBytes: 'AAAA' } }),
    ],
    [
      'what is no certificate',
      entry('intoto', '0.0.1', {
        publicKey: Buffer.from('-----BEGIN CERTIFICATE-----').toString(
          'base64',
        ),
      }),
    ],
    [
      'nothing that is JSON',
      { ...signatures(), canonicalizedBody: Buffer.from('{') },
    ],
  ])('refuses %s', (_, given) => {
    expect(() => checkLogVerifiers([given], signer('leaf'))).toThrow(refused);
  });

  it('every entry counts', () => {
    const good = signatures({ x509Certificate });
    expect(() =>
      checkLogVerifiers([good, signatures()], signer('leaf')),
    ).toThrow(refused);
  });
});
