import { ASN1Obj, type X509Certificate } from '@sigstore/core';
import type { SignerClaims } from '@countersign/domain';
import type {
  AlternativeName,
  CertificateIdentity,
} from '@countersign/sandbox';
import {
  envelope,
  inBundle,
  release,
  statement,
  verify,
} from '../../__testUtils__/minted';
import { subjectNames } from './names';

const failed = (code: string) => ({ status: 'failed', code });
const proven = { status: 'proven' };
const arc = '2b0601040183bf3001';

/** The shortest form, as DER wants it. */
const lengthOf = (length: number): number[] => {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 0xff];
};
const tlv = (tag: number, ...contents: Buffer[]) => {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body]);
};
const text = (value: string) => tlv(0x0c, Buffer.from(value));
/** An extension of Fulcio with these bytes for its value. */
const extension = (number: number, value: Buffer) =>
  tlv(
    0x30,
    tlv(0x06, Buffer.concat([Buffer.from(arc, 'hex'), Buffer.from([number])])),
    tlv(0x04, value),
  );

/** Signed by somebody of whom nothing is said but what is given. */
function signedBy(
  identity: Partial<CertificateIdentity>,
  certificate: {
    extensions?: Buffer[];
    alternativeNames?: AlternativeName[];
  } = {},
) {
  const { issuer, subject } = release;
  const signer = {
    type: 'certificate' as const,
    identity: { issuer, subject, ...identity },
  };
  return verify(inBundle(envelope(statement(), { signer, certificate })));
}

describe('S2.1 claims of a certificate', () => {
  const arcs: [keyof SignerClaims, number][] = [
    ['buildSignerUri', 9],
    ['buildSignerDigest', 10],
    ['runnerEnvironment', 11],
    ['sourceRepository', 12],
    ['sourceDigest', 13],
    ['sourceRef', 14],
    ['sourceRepositoryId', 15],
    ['owner', 16],
    ['ownerId', 17],
    ['buildConfigUri', 18],
    ['buildConfigDigest', 19],
    ['buildTrigger', 20],
    ['runInvocationUri', 21],
    ['sourceVisibility', 22],
    ['deploymentEnvironment', 23],
    ['tokenSubject', 24],
  ];

  it.each(arcs)('%s is .%i, as UTF8String', (name, number) => {
    const value = `the ${name} of Zoë`;
    const evidence = signedBy(
      {},
      { extensions: [extension(number, text(value))] },
    );
    expect(evidence.outcome).toMatchObject(proven);
    expect(evidence.signer).toMatchObject({ claims: { [name]: value } });
  });

  it.each(arcs)('%s is not read from raw text', (name, number) => {
    const raw = Buffer.from('github-hosted');
    const evidence = signedBy({}, { extensions: [extension(number, raw)] });
    expect(evidence.outcome).toMatchObject(failed('claims-disagree'));
    expect(evidence.signer).not.toMatchObject({
      claims: { [name]: expect.anything() },
    });
  });

  const older: [keyof SignerClaims, number, string, string][] = [
    ['buildTrigger', 2, 'push', 'push'],
    ['sourceDigest', 3, 'a'.repeat(40), 'a'.repeat(40)],
    ['workflowName', 4, 'Release', 'Release'],
    [
      'sourceRepository',
      5,
      'acme/payments',
      'https://github.com/acme/payments',
    ],
    ['sourceRef', 6, 'refs/heads/main', 'refs/heads/main'],
  ];

  it.each(older)('%s is filled from .%i, raw', (name, number, raw, value) => {
    const evidence = signedBy(
      {},
      { extensions: [extension(number, Buffer.from(raw))] },
    );
    expect(evidence.outcome).toMatchObject(proven);
    expect(evidence.signer).toMatchObject({ claims: { [name]: value } });
  });

  it('a repository of another issuer keeps the form it has', () => {
    const evidence = signedBy(
      { issuer: 'https://ci.acme.test' },
      { extensions: [extension(5, Buffer.from('acme/payments'))] },
    );
    expect(evidence.signer).toMatchObject({
      claims: { sourceRepository: 'acme/payments' },
    });
  });

  it.each(older.filter(([name]) => name !== 'workflowName'))(
    'S2.3 %s that .%i contradicts',
    (name, number, raw) => {
      const agreeing = release.claims?.[name as 'sourceRef'] ?? raw;
      const asOlder = agreeing.replace('https://github.com/', '');
      const both = (value: string) =>
        signedBy(
          { claims: { [name]: agreeing } },
          { extensions: [extension(number, Buffer.from(value))] },
        ).outcome;
      expect(both(asOlder)).toMatchObject(proven);
      expect(both(`${asOlder}-evil`)).toMatchObject(failed('claims-disagree'));
    },
  );

  it.each<[string, Buffer]>([
    ['another kind of text', tlv(0x13, Buffer.from('main'))],
    ['a tail', Buffer.concat([text('main'), Buffer.from('x')])],
    ['less than it says', text('main').subarray(0, 5)],
    ['a length in a longer form', Buffer.from('0c81046d61696e', 'hex')],
    ['a length in the longest form', Buffer.from('0c8200046d61696e', 'hex')],
    ['a length of three bytes', Buffer.from('0c830000046d61696e', 'hex')],
    ['no length', Buffer.from('0c', 'hex')],
    [
      'an indefinite length',
      Buffer.concat([Buffer.from('0c80', 'hex'), Buffer.alloc(128, 'a')]),
    ],
    ['nothing', Buffer.alloc(0)],
  ])('S2.3 a ref with %s is no ref', (_, value) => {
    expect(
      signedBy({}, { extensions: [extension(14, value)] }).outcome,
    ).toMatchObject(failed('claims-disagree'));
  });

  it('long ones are read', () => {
    for (const length of [127, 128, 255, 256, 1_000]) {
      const value = 'x'.repeat(length);
      expect(
        signedBy({}, { extensions: [extension(14, text(value))] }).signer,
      ).toMatchObject({ claims: { sourceRef: value } });
    }
  });

  it('S2.3 one that is there twice', () => {
    const twice = [14, 14].map(number => extension(number, text('main')));
    expect(signedBy({}, { extensions: twice }).outcome).toMatchObject(
      failed('claims-disagree'),
    );
  });

  it('no UTF-8', () => {
    const bytes = tlv(0x0c, Buffer.from([0xc3, 0x28]));
    expect(
      signedBy({}, { extensions: [extension(14, bytes)] }).outcome,
    ).toMatchObject(failed('malformed'));
  });
});

describe('S2.1 the name of the signer', () => {
  it.each<[AlternativeName['type'], string, string]>([
    ['uri', 'https://acme.test/release', 'uri'],
    ['uri', 'spiffe://acme.test/ns/prod/sa/release', 'uri'],
    ['email', 'ann@acme.test', 'email'],
    ['otherName', 'ann!acme.test', 'other'],
    ['uri', 'https://acme.test/Zoë', 'uri'],
  ])('%s %s', (type, name, subjectType) => {
    const evidence = signedBy({}, { alternativeNames: [{ type, text: name }] });
    expect(evidence.outcome).toMatchObject(proven);
    expect(evidence.signer).toMatchObject({ subject: name, subjectType });
  });

  it.each<[string, AlternativeName[]]>([
    ['none', []],
    [
      'two',
      [
        { type: 'uri', text: 'https://a.test' },
        { type: 'uri', text: 'https://b.test' },
      ],
    ],
    [
      'two kinds',
      [
        { type: 'email', text: 'ann@acme.test' },
        { type: 'otherName', text: 'ann' },
      ],
    ],
    ['an empty one', [{ type: 'uri', text: '' }]],
    ['one with an end in it', [{ type: 'uri', text: 'https://a.test\0.evil' }]],
    ['one of two lines', [{ type: 'email', text: 'a@b.test\nc@d.test' }]],
  ])('S2.1 refuses %s', (_, alternativeNames) => {
    expect(signedBy({}, { alternativeNames }).outcome).toMatchObject(
      failed('claims-disagree'),
    );
  });

  const san = (...names: Buffer[]) =>
    tlv(
      0x30,
      tlv(0x06, Buffer.from('551d11', 'hex')),
      tlv(0x01, Buffer.from([0xff])),
      tlv(0x04, tlv(0x30, ...names)),
    );
  const userName = tlv(0x06, Buffer.from(`${arc}07`, 'hex'));
  const foreignName = tlv(0x06, Buffer.from('2b0601040182371402', 'hex'));

  // A name of the identity stands beside the given one: what counts is that no other kind is read as a name.
  it.each<[string, Buffer]>([
    ['a name of a host', tlv(0x82, Buffer.from('acme.test'))],
    [
      'a user name of another kind',
      tlv(0xa0, foreignName, tlv(0xa0, text('ann'))),
    ],
    [
      'a user name that is no text',
      tlv(0xa0, userName, tlv(0xa0, tlv(0x13, Buffer.from('ann')))),
    ],
    ['a user name without a value', tlv(0xa0, userName)],
    [
      'a user name under another tag',
      tlv(0xa0, userName, tlv(0xa1, text('ann'))),
    ],
  ])('S2.1 %s is nobody', (_, name) => {
    const der = san(name);
    const certificate = {
      extension: () => ({
        valueObj: ASN1Obj.parseBuffer(der).subs[2],
      }),
    } as unknown as X509Certificate;
    expect(subjectNames(certificate)).toEqual([
      { subject: '', subjectType: 'other' },
    ]);
  });

  it('S2.1 refuses an issuer or claim with control characters', () => {
    expect(signedBy({ issuer: 'https://a.test\r' }).outcome).toMatchObject(
      failed('claims-disagree'),
    );
    expect(
      signedBy({ claims: { sourceRef: 'refs/heads/\u0085main' } }).outcome,
    ).toMatchObject(failed('claims-disagree'));
  });

  it('S2.1 refuses a certificate without an issuer', () => {
    expect(signedBy({ issuer: '' }).outcome).toMatchObject(
      failed('claims-disagree'),
    );
  });
});
