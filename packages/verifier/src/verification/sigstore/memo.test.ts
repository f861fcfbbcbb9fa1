import nodeCrypto, { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { ASN1Obj, X509Certificate } from '@sigstore/core';
import type { Digest } from '@countersign/domain';
import {
  corpusFile,
  corpusPath,
  describeCorpus,
} from '../../__testUtils__/corpus';
import {
  acme,
  changed,
  envelope,
  fromBundle,
  inBundle,
  inLayer,
  message,
  now,
  sigstore,
  simpleSigning,
  stranger,
  subject,
} from '../../__testUtils__/minted';
import { flip, placesOf } from '../../__testUtils__/mutations';
import { random } from '../../__testUtils__/random';
import { digestOf } from '../../encoding';
import type { Material } from '../../material/Material';
import {
  publicGoodAuthority,
  sigstoreAuthority,
  type Authority,
} from '../../trust';
import { verifyMaterial } from '../verifyMaterial';
import { withMemo } from './memo';
import { AuthorityCertificate, MemoCertificate } from './memoCertificate';
import { MemoNode } from './memoNode';

jest.setTimeout(300_000);

interface Given {
  name: string;
  material: Material;
  authority: Authority;
  subject: Digest;
}

/** Both ways at the same material, one memo for all of it: nothing that one material brings may reach the next. */
function compare(given: Given, materials: Material[]) {
  const memo = withMemo(given.authority);
  const about = { subject: given.subject, now };
  let proven = 0;
  for (const material of materials) {
    const stock = verifyMaterial(material, {
      ...about,
      authority: given.authority,
    });
    const ours = verifyMaterial(material, { ...about, authority: memo });
    expect(ours).toEqual(stock);
    if (stock.outcome.status === 'proven') proven++;
  }
  return { compared: materials.length, proven };
}

/** Seeded changes of single characters, everywhere and above all in certificates. */
function mutations({ name, material }: Given, count: number): Material[] {
  const next = random(name.length * 104_729);
  const places = placesOf(material);
  const certificates = places.filter(({ path }) =>
    /rawBytes|certificate$/.test(path),
  );
  return Array.from({ length: count }, (_, i) => {
    const some = i % 2 === 0 && certificates.length > 0 ? certificates : places;
    const place = some[next(some.length)];
    return place.replace(flip(place.text, next));
  });
}

const file = Buffer.from('a release file');
const minted: Given[] = [
  { name: 'bundle', material: inBundle(envelope()), authority: acme, subject },
  {
    name: 'file',
    material: inBundle(message(file)),
    authority: acme,
    subject: digestOf(file),
  },
  {
    name: '.sig',
    material: inLayer(message(simpleSigning())),
    authority: acme,
    subject,
  },
  { name: '.att', material: inLayer(envelope()), authority: acme, subject },
  {
    name: 'other root',
    material: inBundle(envelope()),
    authority: sigstoreAuthority('s', stranger.trustedRoot()),
    subject,
  },
];

describe('withMemo', () => {
  it.each(minted)('finds for $name what the library finds', given => {
    const before = compare(given, [given.material, given.material]);
    expect(before.proven).toBe(given.name === 'other root' ? 0 : 2);
  });

  it.each(minted)(
    'finds for 200 changes of $name what the library finds',
    given => {
      const { compared } = compare(given, [
        given.material,
        ...mutations(given, 200),
        given.material,
      ]);
      expect(compared).toBe(202);
    },
  );

  it('keeps what it knows of one authority from the others', () => {
    const [own, other] = [
      acme,
      sigstoreAuthority('s', stranger.trustedRoot()),
    ].map(withMemo);
    const material = inBundle(envelope());
    const under = (authority: Authority) =>
      verifyMaterial(material, { subject, now, authority }).outcome.status;
    expect([own, other, own, other].map(under)).toEqual([
      'proven',
      'failed',
      'proven',
      'failed',
    ]);
  });

  it('leaves the authority that it was made from as it was', () => {
    const memo = withMemo(acme);
    expect(memo).not.toBe(acme);
    expect(memo).toMatchObject({ name: 'acme', digest: acme.digest });
    if (acme.kind !== 'sigstore') throw new Error('not a root');
    const [{ certChain }] = acme.trust.certificateAuthorities;
    expect(certChain[0]).not.toBeInstanceOf(MemoCertificate);
  });
});

describe('AuthorityCertificate', () => {
  const chain = sigstore
    .trustedRoot()
    .certificateAuthorities[0].certChain.certificates.map(({ rawBytes }) =>
      X509Certificate.parse(Buffer.from(rawBytes, 'base64')),
    );

  it('asks once for each pair of certificates', () => {
    const verify = jest.spyOn(nodeCrypto, 'verify');
    const [issued, root] = [chain[0], chain[chain.length - 1]].map(
      c => new AuthorityCertificate(c),
    );
    for (let i = 0; i < 3; i++) {
      expect(root.verify()).toBe(true);
      expect(issued.verify(root)).toBe(
        chain[0].verify(chain[chain.length - 1]),
      );
      expect(root.verify(issued)).toBe(false);
    }
    // Three that the memo asked, three that this test did.
    expect(verify).toHaveBeenCalledTimes(6);
    verify.mockRestore();
  });

  it('keeps nothing about certificates that a material brings', () => {
    const verify = jest.spyOn(nodeCrypto, 'verify');
    const root = new AuthorityCertificate(chain[chain.length - 1]);
    const foreign = new MemoCertificate(chain[0]);
    for (let i = 0; i < 2; i++) root.verify(foreign);
    expect(verify).toHaveBeenCalledTimes(2);
    verify.mockRestore();
  });

  it('lends its clones no part of itself', () => {
    const certificate = new MemoCertificate(chain[0]);
    const clone = certificate.clone();
    clone.extensions.splice(0, 1);
    expect(clone.extensions).toHaveLength(chain[0].extensions.length - 1);
    expect(certificate.extensions).toHaveLength(chain[0].extensions.length);
  });

  it('writes what is left of a clone as the library does, also where nothing is left', () => {
    const certificate = new MemoCertificate(chain[0]);
    for (let count = 0; count <= chain[0].extensions.length; count++) {
      const [ours, stock] = [certificate, chain[0]].map(c => c.clone());
      for (const clone of [ours, stock]) clone.extensions.splice(0, count);
      expect(ours.tbsCertificate.toDER()).toEqual(stock.tbsCertificate.toDER());
    }
  });
});

describe('MemoNode', () => {
  it.each([0, 1, 127, 128, 255, 256, 65_535, 65_536])(
    'writes a length of %i as the library does',
    length => {
      const der = new ASN1Obj(
        ASN1Obj.parseBuffer(Buffer.from([0x0c, 0])).tag,
        randomBytes(length),
        [],
      ).toDER();
      const parsed = ASN1Obj.parseBuffer(Buffer.from(der));
      expect(MemoNode.of(parsed).toDER()).toEqual(parsed.toDER());
      expect(MemoNode.of(parsed).toDER()).toEqual(der);
    },
  );

  it('writes whatever can be read back to its bytes', () => {
    const next = random(17);
    const seeds = [inBundle(envelope())].flatMap(material =>
      placesOf(material).filter(({ path }) => path.endsWith('rawBytes')),
    );
    let read = 0;
    for (let i = 0; i < 400; i++) {
      const der = Buffer.from(seeds[next(seeds.length)].text, 'base64');
      der[next(der.length)] ^= 1 << next(8);
      let parsed: ASN1Obj;
      try {
        parsed = ASN1Obj.parseBuffer(der);
      } catch {
        continue;
      }
      read++;
      expect(MemoNode.of(parsed).toDER().equals(parsed.toDER())).toBe(true);
      expect(parsed.toDER().equals(der)).toBe(true);
    }
    expect(read).toBeGreaterThan(100);
  });
});

describeCorpus('withMemo over real data', () => {
  const publicGood = publicGoodAuthority('public-good');
  const folder = corpusPath('sigstore-bundles');
  const cases = existsSync(folder)
    ? readdirSync(folder).filter(name =>
        existsSync(
          corpusPath('sigstore-bundles', name, 'bundle.sigstore.json'),
        ),
      )
    : [];

  function givenCase(name: string): Given | undefined {
    const has = (part: string) =>
      existsSync(corpusPath('sigstore-bundles', name, part));
    const read = (part: string) => corpusFile('sigstore-bundles', name, part);
    try {
      return {
        name,
        material: fromBundle(read('bundle.sigstore.json')),
        authority: has('trusted_root.json')
          ? sigstoreAuthority(
              'own',
              JSON.parse(read('trusted_root.json').toString()),
            )
          : publicGood,
        subject: digestOf(
          has('artifact')
            ? read('artifact')
            : corpusFile('sigstore-bundles', 'a.txt'),
        ),
      };
    } catch {
      // A root that is refused has no evidence to compare.
      return undefined;
    }
  }

  it('finds for every case what the library finds', () => {
    const given = cases.flatMap(name => givenCase(name) ?? []);
    expect(given.length).toBeGreaterThan(20);
    for (const one of given) compare(one, [one.material, one.material]);
  });

  it.each(cases.filter(name => !name.endsWith('_fail')))(
    'finds for 40 changes of %s what the library finds',
    name => {
      const given = givenCase(name);
      if (given) compare(given, mutations(given, 40));
      expect(given).toBeDefined();
    },
  );

  it('is not led astray by a certificate cut short', () => {
    const given = givenCase('happy-path-v0.3');
    if (!given) throw new Error('the case is gone');
    const cut = Array.from({ length: 20 }, (_, i) =>
      changed(given.material, {
        bytes: given.material.bytes.slice(0, i * 200),
      }),
    );
    expect(compare(given, cut)).toEqual({ compared: 20, proven: 0 });
  });
});
