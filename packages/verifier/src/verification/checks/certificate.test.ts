import { ASN1Obj, type X509Certificate } from '@sigstore/core';
import { checkCodeSigning } from './codeSigning';
import { checkOneSubject, checkUnambiguous } from './oneSubject';

const der = (tag: number, ...parts: Buffer[]) => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
};
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const uri = (text: string) => der(0x86, Buffer.from(text));
const email = (text: string) => der(0x81, Buffer.from(text));
const codeSigning = der(0x06, Buffer.from('2b06010505070303', 'hex'));
const serverAuth = der(0x06, Buffer.from('2b06010505070301', 'hex'));

/** A certificate with one extension, as far as these checks look at it. */
function certificate(
  extensions: Record<string, Buffer>,
  isCA = false,
): X509Certificate {
  return {
    extBasicConstraints: { isCA },
    extension: (oid: string) =>
      extensions[oid] && {
        valueObj: { subs: [ASN1Obj.parseBuffer(extensions[oid])] },
      },
  } as unknown as X509Certificate;
}

const disagree = expect.objectContaining({ code: 'claims-disagree' });

describe('checkOneSubject', () => {
  const named = (...names: Buffer[]) =>
    certificate({ '2.5.29.17': sequence(...names) });

  it('takes one name', () => {
    expect(() => checkOneSubject(named(uri('https://a.test')))).not.toThrow();
    expect(() => checkOneSubject(named(email('a@b.test')))).not.toThrow();
  });

  it.each([
    ['no name', named()],
    ['no extension', certificate({})],
    ['two names', named(uri('https://a.test'), uri('https://b.test'))],
    ['two kinds of names', named(uri('https://a.test'), email('a@b.test'))],
  ])('S2.1 refuses %s', (_, given) => {
    expect(() => checkOneSubject(given)).toThrow(disagree);
  });
});

describe('checkUnambiguous', () => {
  const oid = (arc: number) =>
    der(0x06, Buffer.from([...Buffer.from('2b0601040183bf3001', 'hex'), arc]));
  const text = (value: string) => der(0x0c, Buffer.from(value));
  const raw = (value: string) => Buffer.from(value);
  const extensions = (...list: [number, Buffer][]) => {
    const objects = list.map(([arc, value]) =>
      ASN1Obj.parseBuffer(sequence(oid(arc), der(0x04, value))),
    );
    return {
      extensions: objects,
      extension: (name: string) =>
        objects.find(({ subs }) => subs[0].toOID() === name)?.subs[1],
    } as unknown as X509Certificate;
  };

  it('takes both forms of one issuer', () => {
    expect(() =>
      checkUnambiguous(
        extensions([1, raw('https://a.test')], [8, text('https://a.test')]),
      ),
    ).not.toThrow();
    expect(() => checkUnambiguous(extensions())).not.toThrow();
  });

  it.each([
    [
      'two issuers',
      extensions([1, raw('https://a.test')], [8, text('https://b.test')]),
    ],
    ['one extension twice', extensions([14, text('a')], [14, text('b')])],
    ['an issuer that is no text', extensions([1, raw('a')], [8, raw('a')])],
    ['a claim that is no text', extensions([14, uri('refs/heads/main')])],
    [
      'a claim with a tail',
      extensions([14, Buffer.concat([text('a'), raw('b')])]),
    ],
  ])('S2.3 refuses %s', (_, given) => {
    expect(() => checkUnambiguous(given)).toThrow(disagree);
  });
});

describe('checkCodeSigning', () => {
  const used = (isCA: boolean, ...usages: Buffer[]) =>
    certificate({ '2.5.29.37': sequence(...usages) }, isCA);

  it('takes a certificate for signing code', () => {
    expect(() => checkCodeSigning(used(false, codeSigning))).not.toThrow();
    expect(() =>
      checkCodeSigning(used(false, serverAuth, codeSigning)),
    ).not.toThrow();
  });

  it('refuses one that is not for signatures', () => {
    const forKeys = { ...used(false, codeSigning) } as X509Certificate;
    const withUsage = (digitalSignature: boolean) =>
      Object.assign(forKeys, { extKeyUsage: { digitalSignature } });
    expect(() => checkCodeSigning(withUsage(true))).not.toThrow();
    expect(() => checkCodeSigning(withUsage(false))).toThrow(disagree);
  });

  it.each([
    ['another usage', used(false, serverAuth)],
    ['no usage', used(false)],
    ['no extension', certificate({})],
    ['something that is no usage', used(false, uri('x'))],
    ['a certificate of an authority', used(true, codeSigning)],
  ])('refuses %s', (_, given) => {
    expect(() => checkCodeSigning(given)).toThrow(disagree);
  });
});
