import {
  acme,
  digestOfRoot,
  other,
  signedBy,
} from '../__testUtils__/repository';
import {
  edited,
  inLayer,
  message,
  simpleSigning,
} from '../../__testUtils__/minted';
import { valueAt } from '../../json';
import { toMaterial, type Material } from '../../material/Material';
import { verifyMaterial } from '../../verification/verifyMaterial';
import { sigstoreAuthority } from '../sigstoreAuthority';
import { checkVersion, type VerifyProbe } from './checkVersion';
import { mintStranger } from './mintStranger';
import { withBrokenSignature } from './withBrokenSignature';

const now = new Date();
const authority = sigstoreAuthority('acme', acme.trustedRoot());
const proven = { status: 'proven', provenTimes: [now.toISOString()] };

/** A verifier that is wrong in one thing. */
function accepting(
  wrongly: (...args: Parameters<VerifyProbe>) => boolean,
): VerifyProbe {
  return (material, context) => {
    const evidence = verifyMaterial(material, context);
    return wrongly(material, context)
      ? { ...evidence, outcome: proven as typeof evidence.outcome }
      : evidence;
  };
}

describe('mintStranger', () => {
  it('makes a signature in which nothing is wrong but that nobody trusts it', () => {
    const { material, subject, trustedRoot } = mintStranger(now);
    const own = sigstoreAuthority('stranger', trustedRoot, {
      thresholds: { scts: 'none' },
    });
    expect(
      verifyMaterial(material, { subject, authority: own, now }).outcome,
    ).toMatchObject({ status: 'proven' });
    expect(
      verifyMaterial(material, { subject, authority, now }).outcome,
    ).toMatchObject({ status: 'failed', code: 'unknown-authority' });
  });

  it('makes another one each time', () => {
    expect(mintStranger(now).material.digest).not.toBe(
      mintStranger(now).material.digest,
    );
  });
});

describe('withBrokenSignature', () => {
  it.each([
    ['an envelope in a bundle', signedBy(acme).material],
    ['a layer of cosign', inLayer(message(simpleSigning()))],
  ])('breaks the signature of %s and nothing else', (_, material) => {
    const broken = withBrokenSignature(material);
    expect(broken?.digest).not.toBe(material.digest);
    expect(
      broken &&
        verifyMaterial(broken, {
          subject: signedBy(acme).subject,
          authority,
          now,
        }).outcome,
    ).toMatchObject({ status: 'failed', code: 'signature-invalid' });
  });

  it.each<[string, Material, string[]]>([
    [
      'an annotation beside an envelope',
      toMaterial({
        ...inLayer(message(simpleSigning())),
        format: 'cosign-attestation',
        bytes: Buffer.from(JSON.stringify({ signatures: [{ sig: 'AAAA' }] })),
      }),
      ['signatures'],
    ],
    [
      'another kind of signature beside the envelope',
      edited(signedBy(acme).material, bundle => {
        bundle.messageSignature = { signature: 'AAAA' };
      }),
      ['dsseEnvelope', 'signatures'],
    ],
  ])('S4.1 is not led away from the signature by %s', (_, material, path) => {
    const [before, after] = [material, withBrokenSignature(material)].map(one =>
      valueAt(one && JSON.parse(`${Buffer.from(one.bytes)}`), ...path),
    );
    expect(before).toBeDefined();
    expect(after).toBeDefined();
    expect(after).not.toEqual(before);
  });

  it('leaves alone what it does not know', () => {
    const { material } = signedBy(acme);
    expect(
      withBrokenSignature({ ...material, bytes: Buffer.from('text') }),
    ).toBeUndefined();
    expect(
      withBrokenSignature({ ...material, bytes: Buffer.from('{}') }),
    ).toBeUndefined();
  });
});

describe('checkVersion', () => {
  const retained = [signedBy(acme)];
  const check = (changes: Partial<Parameters<typeof checkVersion>[0]>) =>
    checkVersion({
      current: authority,
      next: authority,
      retained,
      verify: verifyMaterial,
      now,
      accepted: false,
      ...changes,
    });

  it('has nothing against a version that is as good', async () => {
    expect(await check({})).toBeUndefined();
    expect(await check({ current: undefined })).toBeUndefined();
  });

  it.each<[string, VerifyProbe, RegExp]>([
    [
      'what a stranger made',
      accepting(({ digest }) => digest !== retained[0].material.digest),
      /a stranger made/,
    ],
    [
      'a changed signature',
      accepting(
        ({ digest }, { subject }) =>
          digest !== retained[0].material.digest &&
          subject === retained[0].subject,
      ),
      /with a changed signature/,
    ],
    [
      'another subject',
      accepting(({ digest }) => digest === retained[0].material.digest),
      /for an artifact that it does not speak of/,
    ],
  ])(
    'refuses a version that would accept %s, whoever accepts it',
    async (_, verify, why) => {
      expect(await check({ verify })).toMatch(why);
      expect(await check({ verify, accepted: true })).toMatch(why);
      expect(await check({ verify, current: undefined })).toMatch(why);
    },
  );

  it('counts only what the version in force proves', async () => {
    const next = sigstoreAuthority('acme', other.trustedRoot());
    expect(next.digest).toBe(digestOfRoot(other.trustedRoot()));
    expect(
      await check({ next, retained: [signedBy(other), signedBy(acme)] }),
    ).toMatch(/^1 of 1 /);
    expect(await check({ next, retained: [signedBy(other)] })).toBeUndefined();
    expect(await check({ next, accepted: true })).toBeUndefined();
  });
});
