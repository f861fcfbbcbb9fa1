import { ASN1Obj, X509Certificate } from '@sigstore/core';
import { publicGoodAuthority } from './sigstoreAuthority';
import { checkIssuers, checkTimestampers } from './checkIssuers';

const tlv = (tag: number, ...contents: Buffer[]) => {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, body.length]), body]);
};
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'));
const yes = tlv(0x01, Buffer.from([0xff]));
const no = tlv(0x01, Buffer.from([0]));
const value = tlv(0x04, tlv(0x30));

const nameConstraints = oid('551d1e');
const policies = oid('551d20');
const keyUsage = oid('551d0f');
const extendedKeyUsage = oid('551d25');
const codeSigning = oid('2b06010505070303');
const timeStamping = oid('2b06010505070308');
const anyUsage = oid('551d2500');
const usages = (...list: Buffer[]) => tlv(0x04, tlv(0x30, ...list));

/** A certificate as far as its extensions go. */
function issuer(...extensions: Buffer[][]) {
  const certificate = Object.create(X509Certificate.prototype);
  const list = extensions.map(parts =>
    ASN1Obj.parseBuffer(tlv(0x30, ...parts)),
  );
  Object.defineProperty(certificate, 'extensions', { value: list });
  const validFor = { start: new Date(0), end: new Date(1) };
  return [{ certChain: [certificate as X509Certificate], validFor }];
}

const signer = (...usage: Buffer[]) => [
  extendedKeyUsage,
  yes,
  usages(...usage),
];

/** A timestamp authority of a signer, and of an issuer of its certificate. */
function timestamper(ofSigner: Buffer[][], ofIssuer: Buffer[][] = []) {
  const [{ certChain, validFor }] = issuer(...ofSigner);
  const [above] = issuer(...ofIssuer);
  return [{ certChain: [...certChain, ...above.certChain], validFor }];
}

describe('S7.1 who may prove times', () => {
  it.each<[string, Buffer[][]]>([
    ['any issuer', []],
    ['an issuer for timestamps', [signer(codeSigning, timeStamping)]],
    ['an issuer for everything', [signer(anyUsage)]],
  ])('a certificate for timestamps under %s', (_, ofIssuer) => {
    const authorities = timestamper([signer(timeStamping)], ofIssuer);
    expect(() => checkTimestampers(authorities)).not.toThrow();
  });

  it.each<[string, Buffer[][]]>([
    ['for nothing that it says', []],
    ['for code', [signer(codeSigning)]],
    ['for code too', [signer(timeStamping, codeSigning)]],
    ['for everything', [signer(anyUsage)]],
  ])('no certificate %s', (_, ofSigner) => {
    expect(() => checkTimestampers(timestamper(ofSigner))).toThrow(
      'not for timestamps alone',
    );
  });

  it.each<[string, Buffer[][], string]>([
    ['that is for code', [signer(codeSigning)], 'another purpose'],
    ['of some names only', [[nameConstraints, yes, value]], '2.5.29.30'],
  ])('no certificate under an issuer %s', (_, ofIssuer, words) => {
    const authorities = timestamper([signer(timeStamping)], ofIssuer);
    expect(() => checkTimestampers(authorities)).toThrow(words);
  });
});

describe('conditions of issuing certificates', () => {
  it.each<[string, Buffer[][]]>([
    ['none', []],
    ['those that are checked', [[keyUsage, yes, value]]],
    ['one that does not bind', [[policies, value]]],
    ['one that says so', [[policies, no, value]]],
    ['for code', [[extendedKeyUsage, yes, usages(timeStamping, codeSigning)]]],
    ['for everything', [[extendedKeyUsage, usages(anyUsage)]]],
  ])('takes %s', (_, extensions) => {
    expect(() => checkIssuers(issuer(...extensions))).not.toThrow();
  });

  it.each<[string, Buffer[][], string]>([
    ['name constraints', [[nameConstraints, yes, value]], '2.5.29.30'],
    [
      'name constraints that do not bind',
      [[nameConstraints, value]],
      '2.5.29.30',
    ],
    ['a critical one that is unknown', [[policies, yes, value]], '2.5.29.32'],
    [
      'another purpose',
      [[extendedKeyUsage, usages(timeStamping)]],
      'another purpose',
    ],
  ])('refuses %s', (_, extensions, words) => {
    expect(() => checkIssuers(issuer(...extensions))).toThrow(words);
  });

  it('takes the public-good instance', () => {
    const { trust } = publicGoodAuthority('public-good');
    expect(() => checkIssuers(trust.certificateAuthorities)).not.toThrow();
  });
});
