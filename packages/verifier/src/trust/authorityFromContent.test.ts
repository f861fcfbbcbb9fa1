import { generateKeyPairSync } from 'node:crypto';
import { publicKeyPem } from '@countersign/sandbox';
import { keys, sigstore } from '../__testUtils__/minted';
import {
  authorityFromContent,
  keyAuthority,
  publicGoodAuthority,
  sigstoreAuthority,
  type Authority,
} from '.';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;

describe('authorityFromContent', () => {
  it.each<[string, Authority]>([
    ['a trust root', sigstoreAuthority('acme', sigstore.trustedRoot())],
    ['the public-good root', publicGoodAuthority('public-good')],
    ['a key', keyAuthority('platform', publicKeyPem(keys))],
    [
      'a key with a window',
      keyAuthority('platform', publicKeyPem(keys), {
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date('2027-01-01T00:00:00.5Z'),
      }),
    ],
    [
      'a key in its older form',
      keyAuthority(
        'old',
        rsa.export({ type: 'pkcs1', format: 'pem' }).toString(),
      ),
    ],
  ])('S1.4 builds %s again after a journey', (_, authority) => {
    const travelled = structuredClone(authority.content);
    const again = authorityFromContent(travelled);
    const { name, kind, digest, content } = again;
    expect({ name, kind, digest, content }).toEqual({
      name: authority.name,
      kind: authority.kind,
      digest: authority.digest,
      content: authority.content,
    });
    expect(JSON.parse(JSON.stringify(travelled))).toEqual(travelled);
  });

  it('S1.4 is not changed with what it was made from', () => {
    const root = sigstore.trustedRoot();
    const authority = sigstoreAuthority('acme', root);
    root.tlogs = [];
    expect(authorityFromContent(authority.content).digest).toBe(
      authority.digest,
    );
  });

  it('checks again', () => {
    const { content } = keyAuthority('platform', publicKeyPem(keys));
    expect(() =>
      authorityFromContent({ ...content, notAfter: 'soon' }),
    ).toThrow('its window has a date that is none');
  });
});
