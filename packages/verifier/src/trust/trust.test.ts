import { generateKeyPairSync } from 'node:crypto';
import {
  extendedKeyUsages,
  publicKeyPem,
  TimestampAuthority,
  type TrustedRootJson,
} from '@countersign/sandbox';
import { keys, sigstore, stranger } from '../__testUtils__/minted';
import {
  AuthorityError,
  keyAuthority,
  publicGoodAuthority,
  sigstoreAuthority,
} from '.';

type Edit = (root: any) => void;

function edited(edit: Edit): object {
  const root = structuredClone(sigstore.trustedRoot()) as TrustedRootJson;
  edit(root);
  return root;
}

describe('sigstoreAuthority', () => {
  it('S1.4 has the digest of its content, whatever its name and the order of its fields', () => {
    const root = sigstore.trustedRoot();
    const reordered = Object.fromEntries(Object.entries(root).reverse());
    const { digest } = sigstoreAuthority('a', root);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(sigstoreAuthority('b', reordered).digest).toBe(digest);
    expect(sigstoreAuthority('a', stranger.trustedRoot()).digest).not.toBe(
      digest,
    );
    expect(
      sigstoreAuthority(
        'a',
        edited(changed => {
          changed.tlogs[0].publicKey.validFor.end = '2031-01-01T00:00:00Z';
        }),
      ).digest,
    ).not.toBe(digest);
  });

  it.each<[string, Edit]>([
    ['no media type', root => delete root.mediaType],
    [
      'another media type',
      root => {
        root.mediaType = 'application/json';
      },
    ],
    [
      'no certificate authority',
      root => {
        root.certificateAuthorities = [];
      },
    ],
    [
      'no log and no timestamp authority',
      root => {
        root.tlogs = [];
        root.timestampAuthorities = [];
      },
    ],
    [
      'a certificate authority without a start',
      root => delete root.certificateAuthorities[0].validFor.start,
    ],
    [
      'a certificate authority without a window',
      root => delete root.certificateAuthorities[0].validFor,
    ],
    ['a log without a start', root => delete root.tlogs[0].publicKey.validFor],
    [
      'a certificate log without a start',
      root => delete root.ctlogs[0].publicKey.validFor,
    ],
    [
      'a start that is no date',
      root => {
        root.tlogs[0].publicKey.validFor.start = 'yesterday';
      },
    ],
    [
      'a timestamp authority without a start',
      root => {
        root.timestampAuthorities = [
          { certChain: root.certificateAuthorities[0].certChain },
        ];
      },
    ],
    [
      'an authority without certificates',
      root => {
        root.certificateAuthorities[0].certChain.certificates = [];
      },
    ],
    [
      'a certificate that is none',
      root => {
        root.certificateAuthorities[0].certChain.certificates[0].rawBytes =
          'AAAA';
      },
    ],
    [
      'a key that is none',
      root => {
        root.tlogs[0].publicKey.rawBytes = 'AAAA';
      },
    ],
    ['a log without a key', root => delete root.tlogs[0].publicKey],
  ])('S7.2 refuses a root with %s', (_, edit) => {
    expect(() => sigstoreAuthority('acme', edited(edit))).toThrow(
      AuthorityError,
    );
    expect(() => sigstoreAuthority('acme', edited(edit))).toThrow('"acme"');
  });

  it.each([[[]], [{}], [{ mediaType: 1 }]])('refuses %j', root => {
    expect(() => sigstoreAuthority('acme', root)).toThrow(AuthorityError);
  });

  it.each([[[]], [[extendedKeyUsages.codeSigning]]])(
    'S7.1 refuses a root whose timestamp authority is for %j',
    purposes => {
      const timestampAuthorities = [
        TimestampAuthority.create({
          name: 'other',
          notBefore: new Date(0),
          notAfter: new Date(1),
          purposes,
        }),
      ];
      const root = sigstore.trustedRoot({ timestampAuthorities });
      expect(() => sigstoreAuthority('acme', root)).toThrow(
        'not for timestamps alone',
      );
      expect(() => sigstoreAuthority('acme', root, { forKeys: true })).toThrow(
        AuthorityError,
      );
    },
  );

  it('has the public-good root inside, offline', () => {
    const { kind, name, digest } = publicGoodAuthority('public-good');
    expect({ kind, name }).toEqual({ kind: 'sigstore', name: 'public-good' });
    expect(publicGoodAuthority('other').digest).toBe(digest);
  });
});

describe('keyAuthority', () => {
  const pem = publicKeyPem(keys);

  it('S1.4 is a fingerprint and a window', () => {
    const authority = keyAuthority('platform', pem);
    expect(authority).toMatchObject({
      name: 'platform',
      kind: 'key',
      fingerprint: expect.stringMatching(/^sha256:/),
    });
    expect(keyAuthority('other', `${pem}\n`).digest).toBe(authority.digest);
    expect(
      keyAuthority('platform', pem, { notAfter: new Date(0) }).digest,
    ).not.toBe(authority.digest);
    expect(
      keyAuthority('platform', publicKeyPem(stranger.fulcio.root.keys)).digest,
    ).not.toBe(authority.digest);
  });

  const spki = (key: { export(o: object): unknown }) =>
    String(key.export({ type: 'spki', format: 'pem' }));

  it.each([
    ['nothing', ''],
    ['garbage', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
    [
      'a private key',
      String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })),
    ],
    [
      'a curve that nobody uses',
      spki(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey),
    ],
    [
      'a short RSA key',
      spki(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
    ],
    ['X25519', spki(generateKeyPairSync('x25519').publicKey)],
  ])('refuses %s', (_, text) => {
    expect(() => keyAuthority('platform', text)).toThrow(AuthorityError);
  });

  it('refuses a window that is none', () => {
    const [early, late] = [new Date(0), new Date(1)];
    expect(() =>
      keyAuthority('platform', pem, { notBefore: late, notAfter: early }),
    ).toThrow(AuthorityError);
    expect(() =>
      keyAuthority('platform', pem, { notAfter: new Date('x') }),
    ).toThrow(AuthorityError);
  });
});
