import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign, X509Certificate } from 'node:crypto';
import {
  generateKeyPair,
  personIdentity,
  publicKeyPem,
  SigstoreInstance,
  workflowIdentity,
  type KeyKind,
  type KeyPair,
} from '../minter';
import { pem, privateKeyPem, spki } from '../minter/keys';
import { startSigstoreServices, type SigstoreServices } from '.';

let now = new Date('2026-06-01T12:00:00Z');
const instance = SigstoreInstance.create({
  name: 'acme',
  clock: { now: () => now },
});
const identity = workflowIdentity({
  repository: 'acme-pay/ledger',
  ref: 'refs/tags/v1.2.3',
});
const challenge = identity.claims!.tokenSubject!;
const keys = generateKeyPair();
let services: SigstoreServices;

beforeAll(async () => {
  services = await startSigstoreServices(instance);
});
afterAll(() => services.close());
beforeEach(() => {
  now = new Date('2026-06-01T12:00:00Z');
});

async function post(path: string, body: unknown, token?: string) {
  const response = await fetch(`${services.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  const json = isJson ? JSON.parse(text) : undefined;
  const certificates: string[] =
    json?.signedCertificateEmbeddedSct?.chain.certificates ??
    text.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ??
    [];
  return {
    status: response.status,
    json,
    chain: certificates.map(each => new X509Certificate(each)),
  };
}

function signed(text: string): string {
  return sign('sha256', Buffer.from(text), keys.privateKey).toString('base64');
}

function keyRequest(
  fields: { token?: string; proof?: string; key?: string } = {},
) {
  return {
    credentials: {
      oidcIdentityToken: fields.token ?? services.token(identity),
    },
    publicKeyRequest: {
      publicKey: {
        algorithm: 'ECDSA',
        content: fields.key ?? publicKeyPem(keys),
      },
      proofOfPossession: fields.proof ?? signed(challenge),
    },
  };
}

/** As OpenSSL makes it, with a name and an address that the sender would like to have. */
function certificateRequest(of: KeyPair, ...more: string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'fulcio-'));
  const key = join(folder, 'key.pem');
  try {
    writeFileSync(key, privateKeyPem(of));
    return execFileSync(
      'openssl',
      [
        ...['req', '-new', '-key', key, '-outform', 'DER'],
        ...['-subj', '/CN=mallory'],
        ...['-addext', 'subjectAltName=URI:https://else', ...more],
      ],
      { stdio: 'pipe' },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const inBody = (der: Uint8Array) => ({
  certificateSigningRequest: Buffer.from(
    pem('CERTIFICATE REQUEST', der),
  ).toString('base64'),
});

function withPayload(token: string, change: object): string {
  const [header, payload, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const changed = JSON.stringify({ ...claims, ...change });
  return [header, Buffer.from(changed).toString('base64url'), signature].join(
    '.',
  );
}

const path = '/api/v2/signingCert';

describe('a certificate for a key', () => {
  it('says whose the token is', async () => {
    const { status, chain } = await post(path, keyRequest());

    expect(status).toBe(200);
    const [leaf, intermediate] = chain;
    expect(leaf.subjectAltName).toBe(`URI:${identity.subject}`);
    expect(leaf.publicKey.equals(keys.publicKey)).toBe(true);
    expect(leaf.verify(intermediate.publicKey)).toBe(true);
  });

  it('lets a person prove the key with the address', async () => {
    const token = services.token(personIdentity('mina@acme.test'));

    const proof = signed('mina@acme.test');
    const { chain } = await post(path, keyRequest({ token, proof }));
    expect(chain[0].subjectAltName).toBe('email:mina@acme.test');
  });

  it('takes the token from the header where the body has none', async () => {
    const { credentials, ...request } = keyRequest();
    const { oidcIdentityToken: token } = credentials;
    const { chain } = await post(path, request, token);
    expect(chain[0].subjectAltName).toBe(`URI:${identity.subject}`);

    const forged = withPayload(token, { iss: 'https://else' });
    expect(await post(path, request, forged)).toMatchObject({ status: 401 });
    // The body's goes first: a good one in the header does not help it.
    expect(
      await post(path, keyRequest({ token: forged }), token),
    ).toMatchObject({ status: 401 });
  });

  it.each<[string, number, () => unknown]>([
    [
      'the signature does not verify',
      400,
      () => keyRequest({ proof: signed('somebody else') }),
    ],
    [
      'the signature does not verify',
      400,
      () => keyRequest({ key: publicKeyPem(generateKeyPair()) }),
    ],
    ['the key cannot be read', 400, () => keyRequest({ key: 'none' })],
    ['the token is no JWT', 401, () => keyRequest({ token: 'none' })],
    [
      'the token is not signed by the provider',
      401,
      () =>
        keyRequest({
          token: withPayload(services.token(identity), { iss: 'https://else' }),
        }),
    ],
    ['/credentials/oidcIdentityToken is missing', 400, () => ({})],
    ['the request is not JSON', 400, () => '{'],
  ])('refuses: %s', async (message, status, request) => {
    expect(await post(path, request())).toMatchObject({
      status,
      json: { code: status, message },
    });
  });

  it('refuses a token that has expired', async () => {
    const request = keyRequest();
    now = new Date('2026-06-01T12:10:00Z');

    expect(await post(path, request)).toMatchObject({
      status: 401,
      json: { message: 'the token has expired' },
    });
  });
});

describe('a certificate request', () => {
  it.each<[KeyKind, string[]]>([
    ['prime256v1', []],
    ['secp384r1', ['-sha384']],
    ['secp384r1', ['-sha256']],
    ['secp521r1', ['-sha512']],
    ['rsa-2048', ['-sha512']],
    ['ed25519', []],
  ])('of a %s key is taken %j, for the token alone', async (kind, more) => {
    const holder = generateKeyPair(kind);
    const request = inBody(certificateRequest(holder, ...more));
    const { chain } = await post(path, request, services.token(identity));

    const [leaf, intermediate] = chain;
    expect(leaf.publicKey.equals(holder.publicKey)).toBe(true);
    expect(leaf.verify(intermediate.publicKey)).toBe(true);
    expect(leaf.subject ?? '').not.toContain('mallory');
    expect(leaf.subjectAltName).toBe(`URI:${identity.subject}`);
  });

  it('needs a token like any other', async () => {
    expect(await post(path, inBody(certificateRequest(keys)))).toMatchObject({
      status: 400,
    });
  });

  it("refuses somebody else's key, which the sender does not hold", async () => {
    const der = certificateRequest(keys);
    const [own, other] = [keys, generateKeyPair()].map(each =>
      spki(each.publicKey),
    );
    other.copy(der, der.indexOf(own));

    expect(
      await post(path, inBody(der), services.token(identity)),
    ).toMatchObject({
      status: 400,
      json: { message: 'the signature does not verify' },
    });
  });

  it('refuses one that proves nothing, also beside a proof for another key', async () => {
    const der = certificateRequest(generateKeyPair());
    der[der.length - 1] ^= 1;
    const request = { ...keyRequest(), ...inBody(der) };

    expect(await post(path, request)).toMatchObject({
      status: 400,
      json: { message: 'the signature does not verify' },
    });
  });

  it.each([
    ['an empty sequence', Buffer.from('3000', 'hex')],
    ['a certificate', instance.fulcio.chain[0]],
    ['cut short', certificateRequest(keys).subarray(0, -1)],
    [
      'followed by more',
      Buffer.concat([certificateRequest(keys), Buffer.from('0500', 'hex')]),
    ],
  ])('refuses %s', async (_, der) => {
    const { status, json } = await post(
      path,
      inBody(der),
      services.token(identity),
    );
    expect(status).toBe(400);
    expect(json.message).toMatch(/cannot be read$/);
  });
});

describe('the older protocol', () => {
  const olderPath = '/api/v1/signingCert';
  const request = (proof: string) => ({
    publicKey: { content: Buffer.from(publicKeyPem(keys)).toString('base64') },
    signedEmailAddress: proof,
    certificateSigningRequest: null,
  });

  it('gives the chain in PEM', async () => {
    const token = services.token(identity);
    const answer = await post(olderPath, request(signed(challenge)), token);

    expect(answer.status).toBe(201);
    const [leaf, intermediate, root] = answer.chain;
    expect(leaf.subjectAltName).toBe(`URI:${identity.subject}`);
    expect(leaf.publicKey.equals(keys.publicKey)).toBe(true);
    expect(leaf.verify(intermediate.publicKey)).toBe(true);
    expect(intermediate.verify(root.publicKey)).toBe(true);
  });

  it('asks for the same proofs', async () => {
    const token = services.token(identity);
    expect(
      await post(olderPath, request(signed('somebody else')), token),
    ).toMatchObject({
      status: 400,
      json: { message: 'the signature does not verify' },
    });
    expect(
      await post(olderPath, request(signed(challenge)), 'none'),
    ).toMatchObject({ status: 401, json: { message: 'the token is no JWT' } });
  });
});
