import {
  createHash,
  createPublicKey,
  sign,
  X509Certificate,
} from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RFC3161Timestamp } from '@sigstore/core';
import { generateKeyPair, publicKeyPem, SigstoreInstance } from '../minter';
import { MerkleTree } from '../minter/MerkleTree';
import { startSigstoreServices, type SigstoreServices } from '.';

let now = new Date('2026-06-01T12:00:00Z');
const instance = SigstoreInstance.create({
  name: 'acme',
  clock: { now: () => now },
});
const keys = generateKeyPair();
const message = Buffer.from('bytes of a release');
let services: SigstoreServices;

beforeAll(async () => {
  services = await startSigstoreServices(instance);
});
afterAll(() => services.close());
beforeEach(() => {
  now = new Date('2026-06-01T12:00:00Z');
});

async function post(path: string, body: unknown) {
  const response = await fetch(`${services.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = response.headers.get('content-type') === 'application/json';
  return {
    status: response.status,
    location: response.headers.get('location'),
    etag: response.headers.get('etag'),
    bytes,
    json: isJson ? JSON.parse(bytes.toString()) : undefined,
  };
}

function signed(text: string | Buffer): string {
  return sign('sha256', Buffer.from(text), keys.privateKey).toString('base64');
}

function hashedRekord(bytes: Buffer, signature = signed(bytes)) {
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: {
        hash: {
          algorithm: 'sha256',
          value: createHash('sha256').update(bytes).digest('hex'),
        },
      },
      signature: {
        content: signature,
        publicKey: {
          content: Buffer.from(publicKeyPem(keys)).toString('base64'),
        },
      },
    },
  };
}

function dsseOf(payload: Buffer, signedPayload = payload) {
  const payloadType = 'application/vnd.in-toto+json';
  const encoded = `DSSEv1 ${payloadType.length} ${payloadType} ${signedPayload.length} ${signedPayload}`;
  return {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: '', sig: signed(encoded) }],
  };
}

describe('Rekor v1', () => {
  const path = '/api/v1/log/entries';

  it('logs once, names the entry by its hash, and gives it again', async () => {
    const proposal = hashedRekord(message);
    const { status, json, location, etag } = await post(path, proposal);

    expect(status).toBe(201);
    const [[uuid, entry]] = Object.entries<{ body: string }>(json);
    const body = Buffer.from(entry.body, 'base64');
    expect(uuid.slice(16)).toBe(MerkleTree.leafHash(body).toString('hex'));
    expect(JSON.parse(body.toString())).toEqual(proposal);
    expect(etag).toBe(uuid);
    expect(await post(path, proposal)).toMatchObject({ status: 409, location });
    const found = await fetch(`${services.url}${location}`);
    expect(await found.json()).toEqual(json);
  });

  it('keeps of an envelope its hashes and its signature', async () => {
    const text = JSON.stringify(dsseOf(Buffer.from('{}')));
    const verifier = Buffer.from(publicKeyPem(keys)).toString('base64');
    const { status, json } = await post(path, {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: { proposedContent: { envelope: text, verifiers: [verifier] } },
    });

    expect(status).toBe(201);
    const [entry] = Object.values<{ body: string }>(json);
    const hex = (of: string) => createHash('sha256').update(of).digest('hex');
    expect(
      JSON.parse(Buffer.from(entry.body, 'base64').toString()).spec,
    ).toEqual({
      envelopeHash: { algorithm: 'sha256', value: hex(text) },
      payloadHash: { algorithm: 'sha256', value: hex('{}') },
      signatures: [{ signature: JSON.parse(text).signatures[0].sig, verifier }],
    });
  });

  it.each<[string, () => unknown]>([
    [
      'the signature does not verify',
      () => hashedRekord(Buffer.from('a'), signed('b')),
    ],
    [
      'the signature does not verify',
      () => ({
        apiVersion: '0.0.1',
        kind: 'dsse',
        spec: {
          proposedContent: {
            envelope: JSON.stringify(
              dsseOf(Buffer.from('{}'), Buffer.from('{"a":1}')),
            ),
            verifiers: [Buffer.from(publicKeyPem(keys)).toString('base64')],
          },
        },
      }),
    ],
    [
      'this log takes no rekord-0.0.1 entries',
      () => ({ ...hashedRekord(message), kind: 'rekord' }),
    ],
    ['/kind is missing', () => []],
  ])('refuses: %s', async (reason, proposal) => {
    expect(await post(path, proposal())).toMatchObject({
      status: 400,
      json: { message: reason },
    });
  });

  it('shows the key of its log', async () => {
    const response = await fetch(`${services.url}/api/v1/log/publicKey`);
    const key = createPublicKey(await response.text());

    expect(key.equals(instance.rekor.keys.publicKey)).toBe(true);
  });
});

describe('Rekor v2', () => {
  it('refuses a signature over another digest, and logs a right one', async () => {
    const request = (content: string) => ({
      hashedRekordRequestV002: {
        digest: createHash('sha256').update(message).digest('base64'),
        signature: {
          content,
          verifier: {
            keyDetails: 'PKIX_ECDSA_P256_SHA_256',
            publicKey: {
              rawBytes: keys.publicKey
                .export({ format: 'der', type: 'spki' })
                .toString('base64'),
            },
          },
        },
      },
    });
    const path = '/api/v2/log/entries';

    expect(await post(path, request(signed('else')))).toMatchObject({
      status: 400,
      json: { message: 'the signature does not verify' },
    });
    const { status, json } = await post(path, request(signed(message)));
    expect(status).toBe(201);
    expect(json).toMatchObject({
      kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
      logId: { keyId: instance.rekorV2.id.toString('base64') },
    });
    expect(json).not.toHaveProperty('integratedTime');
    expect(await post(path, {})).toMatchObject({ status: 400 });
  });
});

describe('timestamp authority', () => {
  const path = '/api/v1/timestamp';
  const artifactHash = createHash('sha256').update(message).digest('base64');

  it('stamps a digest, with its certificate where asked', async () => {
    const request = { artifactHash, hashAlgorithm: 'sha256' };
    const bare = await post(path, request);
    const full = await post(path, { ...request, certificates: true });
    const [signer] = instance.timestampAuthority.chain;

    expect(bare.status).toBe(201);
    const stamp = RFC3161Timestamp.parse(bare.bytes);
    expect(stamp.signingTime).toEqual(now);
    const key = new X509Certificate(signer).publicKey;
    expect(() => stamp.verify(message, key)).not.toThrow();
    expect(bare.bytes.includes(signer)).toBe(false);
    expect(full.bytes.includes(signer)).toBe(true);
  });

  it('answers the queries of OpenSSL, nonce and all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tsa-'));
    const inFolder = (name: string) => join(folder, name);
    const openssl = (...args: string[]) =>
      execFileSync('openssl', ['ts', ...args], { stdio: 'pipe' }).toString();
    try {
      writeFileSync(inFolder('data'), message);
      openssl(
        '-query',
        '-data',
        inFolder('data'),
        '-sha512',
        '-cert',
        '-out',
        inFolder('q'),
      );
      const response = await fetch(`${services.url}/api/v1/timestamp`, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query' },
        body: readFileSync(inFolder('q')),
      });
      writeFileSync(inFolder('r'), Buffer.from(await response.arrayBuffer()));
      const chain = await fetch(`${services.url}/api/v1/timestamp/certchain`);
      writeFileSync(inFolder('chain'), await chain.text());

      expect(
        openssl(
          ...['-verify', '-queryfile', inFolder('q'), '-in', inFolder('r')],
          ...['-CAfile', inFolder('chain')],
          ...['-attime', String(now.getTime() / 1000)],
        ),
      ).toContain('Verification: OK');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses what is no query', async () => {
    const response = await fetch(`${services.url}/api/v1/timestamp`, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: Buffer.from('3003020101', 'hex'),
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      message: 'the request is no timestamp query',
    });
  });

  it.each([
    [{ artifactHash, hashAlgorithm: 'sha1' }, 'does not take sha1'],
    [{ artifactHash, hashAlgorithm: 'sha512' }, 'is no sha512'],
  ])('refuses %j', async (request, reason) => {
    const { status, json } = await post(path, request);

    expect(status).toBe(400);
    expect(json.message).toContain(reason);
  });
});

describe('all services', () => {
  it('answer 404 where there is nothing, and record what they were asked', async () => {
    services.requests.clear();
    expect(await post('/api/v3/anything', {})).toMatchObject({ status: 404 });
    await post('/api/v1/timestamp', {});

    expect(services.requests.list()).toEqual([
      {
        method: 'POST',
        path: '/api/v3/anything',
        repository: '',
        status: 404,
      },
      {
        method: 'POST',
        path: '/api/v1/timestamp',
        repository: 'tsa',
        status: 400,
      },
    ]);
  });

  it('fail where they are told', async () => {
    services.setFault('rekor', { kind: 'status', status: 503 });
    expect(await post('/api/v1/log/entries', {})).toMatchObject({
      status: 503,
    });
    services.clearFault('rekor');
    expect(await post('/api/v1/log/entries', {})).toMatchObject({
      status: 400,
    });
  });
});
