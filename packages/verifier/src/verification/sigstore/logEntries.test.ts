import { sign } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { generateKeyPair } from '@countersign/sandbox';
import { digestOf } from '../../encoding';
import {
  changed,
  edited,
  envelope,
  inBundle,
  inLayer,
  message,
  release,
  sigstore,
  signedAt,
  statement,
  stranger,
  verify,
} from '../../__testUtils__/minted';
import { sigstoreAuthority } from '../../trust';

const minutes = (count: number) =>
  new Date(Date.parse('2026-03-01T12:00:00Z') + count * 60_000);
const file = Buffer.from('a release file');
const failed = (code: string) => ({ status: 'failed', code });

describe('log entries', () => {
  // Two materials by one key: their entries differ, their signers do not.
  const other = () =>
    JSON.parse(Buffer.from(inBundle(envelope()).bytes).toString());

  it.each([
    [
      'of another material',
      (bundle: any) => {
        bundle.verificationMaterial.tlogEntries =
          other().verificationMaterial.tlogEntries;
      },
    ],
    [
      'with a changed promise',
      (bundle: any) => {
        bundle.verificationMaterial.tlogEntries[0].inclusionPromise.signedEntryTimestamp =
          Buffer.alloc(70, 1).toString('base64');
      },
    ],
    [
      'with another time',
      (bundle: any) => {
        bundle.verificationMaterial.tlogEntries[0].integratedTime =
          '1772366406';
      },
    ],
    [
      'with another index',
      (bundle: any) => {
        bundle.verificationMaterial.tlogEntries[0].logIndex = '77';
      },
    ],
    [
      'with a changed proof',
      (bundle: any) => {
        bundle.verificationMaterial.tlogEntries[0].inclusionProof.hashes.push(
          Buffer.alloc(32).toString('base64'),
        );
      },
    ],
    [
      'with a changed checkpoint',
      (bundle: any) => {
        const p = bundle.verificationMaterial.tlogEntries[0].inclusionProof;
        p.checkpoint.envelope = p.checkpoint.envelope.replace('\n', 'x\n');
      },
    ],
    [
      'with a proof that names another root',
      (bundle: any) => {
        bundle.verificationMaterial.tlogEntries[0].inclusionProof.rootHash =
          Buffer.alloc(32).toString('base64');
      },
    ],
    [
      'with a proof that names a tree of another size',
      (bundle: any) => {
        bundle.verificationMaterial.tlogEntries[0].inclusionProof.treeSize =
          '7777777';
      },
    ],
    [
      'of a log that nobody knows',
      (bundle: any) => {
        bundle.verificationMaterial.tlogEntries[0].logId.keyId =
          Buffer.alloc(32).toString('base64');
      },
    ],
    [
      'pasted twice',
      (bundle: any) => {
        const list = bundle.verificationMaterial.tlogEntries;
        list.push(list[0]);
      },
    ],
  ])('%s', (_, edit) => {
    const { outcome } = verify(edited(inBundle(envelope()), edit));
    expect(outcome).toMatchObject(failed('log-proof-invalid'));
  });

  const entriesOf = (signed: Parameters<typeof inBundle>[0]) =>
    JSON.parse(Buffer.from(inBundle(signed).bytes).toString())
      .verificationMaterial.tlogEntries;

  it.each([
    'dsse-0.0.1',
    'dsse-0.0.2',
    'intoto-0.0.1',
    'intoto-0.0.2',
  ] as const)('an entry %s about an envelope, on a file', logEntry => {
    const mine = inBundle(message(file, { timestamps: [{}] }));
    const borrowed = edited(mine, bundle => {
      const theirs = entriesOf(envelope(statement(), { logEntry }));
      bundle.verificationMaterial.tlogEntries = theirs;
    });
    const given = { subject: digestOf(file) };
    expect(verify(borrowed, given).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('S5.1 an entry of a kind that nobody reads, without a promise', () => {
    const foreign = edited(
      inBundle(envelope(statement(), { logEntry: 'dsse-0.0.2' })),
      bundle => {
        bundle.verificationMaterial.tlogEntries[0].kindVersion.kind = 'rekord';
      },
    );
    expect(verify(foreign)).toMatchObject({
      outcome: failed('unsupported-format'),
      proofs: { inclusion: { status: 'failed' } },
    });
  });

  it('CVE-2022-36056 an entry that names another certificate over the same key', () => {
    const keys = generateKeyPair();
    const certificate = () =>
      sigstore.fulcio.issue(keys.publicKey, release, { at: signedAt });
    const [logged, borrowed] = [certificate(), certificate()];
    const payload = Buffer.from(JSON.stringify(statement()));
    const payloadType = 'application/vnd.in-toto+json';
    const signature = sign(
      'sha256',
      dsse.preAuthEncoding(payloadType, payload),
      keys.privateKey,
    );
    const logEntry = sigstore.rekor.append(
      {
        kind: 'dsse',
        apiVersion: '0.0.1',
        spec: {
          payloadHash: {
            algorithm: 'sha256',
            value: digestOf(payload).slice('sha256:'.length),
          },
          signatures: [
            {
              signature: signature.toString('base64'),
              verifier: Buffer.from(pem(logged)).toString('base64'),
            },
          ],
        },
      },
      minutes(1),
    );
    const withCertificate = (der: Buffer) =>
      inBundle({
        content: {
          type: 'dsse',
          envelope: {
            payloadType,
            payload: payload.toString('base64'),
            signatures: [{ keyid: '', sig: signature.toString('base64') }],
          },
        },
        verifier: { type: 'certificate', certificate: der, chain: [] },
        logEntries: [logEntry],
        timestamps: [],
      });
    expect(verify(withCertificate(logged)).outcome).toMatchObject({
      status: 'proven',
    });
    expect(verify(withCertificate(borrowed)).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('CVE-2022-36056 the intoto 0.0.1 entry of another envelope', () => {
    const mine = inLayer(envelope(statement(), { logEntry: 'intoto-0.0.1' }));
    const theirs = inLayer(envelope(statement(), { logEntry: 'intoto-0.0.1' }));
    const key = 'dev.sigstore.cosign/bundle';
    const mixed = changed(mine, {
      annotations: { ...mine.annotations, [key]: theirs.annotations[key] },
    });
    expect(verify(mixed).outcome).toMatchObject(failed('log-proof-invalid'));
  });

  it('a promise over an intoto 0.0.1 entry that the log did not make', () => {
    const material = inLayer(
      envelope(statement(), { logEntry: 'intoto-0.0.1' }),
    );
    const key = 'dev.sigstore.cosign/bundle';
    const record = JSON.parse(material.annotations[key]);
    record.Payload.integratedTime += 1;
    const forged = changed(material, {
      annotations: { ...material.annotations, [key]: JSON.stringify(record) },
    });
    expect(verify(forged).outcome).toMatchObject(failed('log-proof-invalid'));
  });

  it('a log of another authority', () => {
    const root = {
      ...sigstore.trustedRoot(),
      tlogs: stranger.trustedRoot().tlogs,
    };
    const authority = sigstoreAuthority('mixed', root);
    expect(verify(inBundle(envelope()), { authority }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
    expect(
      verify(inLayer(envelope(statement(), { logEntry: 'intoto-0.0.1' })), {
        authority,
      }).outcome,
    ).toMatchObject(failed('log-proof-invalid'));
  });
});

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString(
    'base64',
  )}\n-----END CERTIFICATE-----\n`;
}
