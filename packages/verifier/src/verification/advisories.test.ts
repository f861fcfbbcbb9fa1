import { dsse } from '@sigstore/core';
import { sign } from 'node:crypto';
import {
  generateKeyPair,
  publicKeyPem,
  Rekor,
  TimestampAuthority,
} from '@countersign/sandbox';
import {
  acme,
  changed,
  edited,
  envelope,
  fromBundle,
  inBundle,
  inLayer,
  keys,
  message,
  release,
  simpleSigning,
  sigstore,
  statement,
  stranger,
  subject,
  verify,
} from '../__testUtils__/minted';
import { digestOf } from '../encoding';
import type { Material } from '../material/Material';
import {
  keyAuthority,
  sigstoreAuthority,
  type SigstoreAuthority,
} from '../trust';

/*
 * What published advisories against verifiers of signatures have in common, class by class: one attack of each kind,
 * made here, and the reason for which it must be refused. Rules about identities and exceptions are tested where they
 * are decided; hosts and credentials where they are asked.
 */

const file = Buffer.from('a release file');
const ofFile = { subject: digestOf(file) };
const failed = (code: string) => ({ status: 'failed', code });
const jsonOf = (material: Material) =>
  JSON.parse(Buffer.from(material.bytes).toString());
const bundleKey = 'dev.sigstore.cosign/bundle';

describe('log entry and bundle binding', () => {
  it('CVE-2022-36056 CVE-2024-53267 the entry of another artifact by the same signer', () => {
    const mine = inBundle(message(file));
    const theirs = jsonOf(inBundle(message(Buffer.from('another file'))));
    const swapped = edited(mine, bundle => {
      bundle.verificationMaterial.tlogEntries =
        theirs.verificationMaterial.tlogEntries;
    });
    expect(verify(swapped, ofFile).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('CVE-2026-22703 any valid entry of the log, under .sig and .att', () => {
    const other = inLayer(message(simpleSigning()));
    for (const mine of [inLayer(message(simpleSigning())), inLayer(envelope())])
      expect(
        verify(
          changed(mine, {
            annotations: {
              ...mine.annotations,
              [bundleKey]: other.annotations[bundleKey],
            },
          }),
        ).outcome,
      ).toMatchObject(failed('log-proof-invalid'));
  });

  it('CVE-2022-23649 a payload that says to be logged, and is not', () => {
    const { [bundleKey]: _, ...rest } = inLayer(
      message(simpleSigning()),
    ).annotations;
    const unlogged = changed(inLayer(message(simpleSigning())), {
      annotations: rest,
    });
    expect(verify(unlogged).outcome.status).toBe('failed');
  });

  it('GHSA-fx35-mq7g-6g98 CVE-2024-51746 a key that the material brings', () => {
    const theirs = generateKeyPair();
    const forged = edited(
      inBundle(
        envelope(statement(), { signer: { type: 'key', keys: theirs } }),
      ),
      bundle => {
        bundle.verificationMaterial.publicKey.rawBytes = theirs.publicKey
          .export({ type: 'spki', format: 'der' })
          .toString('base64');
      },
    );
    expect(verify(forged).outcome).toMatchObject(failed('unknown-authority'));
    const platform = keyAuthority('platform', publicKeyPem(keys));
    expect(verify(forged, { authority: platform }).outcome).toMatchObject(
      failed('unknown-authority'),
    );
  });

  it('CVE-2023-47122 a log whose key comes with the material', () => {
    const ownLog = Rekor.create('rekor.acme.test');
    const kind = 'dsse-0.0.1' as const;
    const logged = inBundle(
      envelope(statement(), { logEntry: [{ kind, log: ownLog }] }),
    );
    expect(verify(logged).outcome).toMatchObject(failed('log-proof-invalid'));
  });

  it('a chain that comes with the material', () => {
    const theirs = envelope(statement(), { by: stranger });
    const withChain = edited(inBundle(theirs, '0.2'), bundle => {
      bundle.verificationMaterial.x509CertificateChain.certificates.push({
        rawBytes: stranger.fulcio.intermediate.certificate.toString('base64'),
      });
    });
    expect(verify(withChain).outcome).toMatchObject(
      failed('unknown-authority'),
    );
    const withRoot = edited(inBundle(theirs, '0.2'), bundle => {
      bundle.verificationMaterial.x509CertificateChain.certificates.push({
        rawBytes: stranger.fulcio.root.certificate.toString('base64'),
      });
    });
    expect(verify(withRoot).outcome).toMatchObject(failed('malformed'));
  });

  it('a timestamp authority whose certificate comes with the timestamp', () => {
    const authority = TimestampAuthority.create({
      name: 'acme',
      notBefore: new Date('2024-01-01T00:00:00Z'),
      notAfter: new Date('2034-01-01T00:00:00Z'),
    });
    const stamped = inBundle(
      envelope(statement(), {
        logEntry: 'dsse-0.0.2',
        timestamps: [{ authority, embedCertificate: true }],
      }),
    );
    const evidence = verify(stamped);
    expect(evidence.outcome).toMatchObject(failed('log-proof-invalid'));
    expect(evidence.proofs.timestamp.status).toBe('failed');
  });
});

describe('the kind of signer that was asked for', () => {
  it("a stranger's certificate where a key is asked for", () => {
    const platform = keyAuthority('platform', publicKeyPem(keys), {
      log: acme as SigstoreAuthority,
    });
    const evidence = verify(inBundle(envelope()), { authority: platform });
    expect(evidence.outcome).toMatchObject(failed('unknown-authority'));
    // Refused before anything was verified: what was asked for is not there.
    expect(evidence.proofs.signature).toEqual({ status: 'unchecked' });
  });

  it('a key where a certificate is asked for', () => {
    const evidence = verify(
      inBundle(envelope(statement(), { signer: { type: 'key', keys } })),
    );
    expect(evidence.outcome).toMatchObject(failed('unknown-authority'));
    expect(evidence.proofs.signature).toEqual({ status: 'unchecked' });
  });
});

describe('counts', () => {
  it('CVE-2026-49834 one log is one witness', () => {
    const authority = sigstoreAuthority('acme', sigstore.trustedRoot(), {
      thresholds: { logEntries: 2 },
    });
    const kind = 'dsse-0.0.1' as const;
    const at = new Date('2026-03-01T12:00:09Z');
    const twice = inBundle(
      envelope(statement(), { logEntry: [{ kind }, { kind, at }] }),
    );
    expect(verify(twice, { authority }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('nothing counts for nothing', () => {
    for (const thresholds of [{ logEntries: 0 }, { scts: 0 }, { times: 0 }])
      expect(() =>
        sigstoreAuthority('acme', sigstore.trustedRoot(), { thresholds }),
      ).toThrow('threshold');
  });
});

describe('time', () => {
  it('CVE-2026-48816 a time that no promise covers', () => {
    const later = '1893456000';
    const unpromised = edited(
      inBundle(envelope(statement(), { logEntry: 'dsse-0.0.2' })),
      bundle => {
        bundle.verificationMaterial.tlogEntries[0].integratedTime = later;
      },
    );
    // The entry is as good as without it; its time is nobody's word.
    expect(verify(unpromised).outcome).toEqual({
      status: 'proven',
      provenTimes: ['2026-03-01T12:00:05.000Z'],
    });
    const alone = edited(unpromised, bundle => {
      delete bundle.verificationMaterial.timestampVerificationData;
    });
    expect(verify(alone).outcome).toMatchObject(failed('time-unproven'));
  });

  it('CVE-2026-54787 GHSA-wqqc-jjcq-vfxm the key of a log after its end', () => {
    const root = sigstore.trustedRoot({
      windows: new Map(
        [sigstore.rekor, sigstore.rekorV2].map(log => [
          log,
          {
            start: new Date('2024-01-01T00:00:00Z'),
            end: new Date('2026-02-01T00:00:00Z'),
          },
        ]),
      ),
    });
    const authority = sigstoreAuthority('acme', root);
    for (const logEntry of ['dsse-0.0.1', 'dsse-0.0.2'] as const)
      expect(
        verify(inBundle(envelope(statement(), { logEntry })), { authority })
          .outcome,
      ).toMatchObject(failed('log-proof-invalid'));
  });

  it('CVE-2026-24122 an authority that had ended', () => {
    const root = sigstore.trustedRoot();
    root.certificateAuthorities[0].validFor.end = '2026-02-01T00:00:00Z';
    expect(
      verify(inBundle(envelope()), {
        authority: sigstoreAuthority('acme', root),
      }).outcome,
    ).toMatchObject(failed('certificate-not-valid-at-signing'));
  });

  it('a proven time in the future', () => {
    const now = new Date('2026-02-28T00:00:00Z');
    expect(verify(inBundle(envelope()), { now }).outcome).toMatchObject(
      failed('time-unproven'),
    );
  });
});

describe('type and subject confusion', () => {
  it('CVE-2026-48758 a payload under another type than it was signed with', () => {
    for (const payloadType of [
      'application/vnd.in-toto+json; charset=utf-8',
      'text/plain',
      '',
    ])
      expect(
        verify(
          edited(inBundle(envelope()), bundle => {
            bundle.dsseEnvelope.payloadType = payloadType;
          }),
        ).outcome,
      ).toMatchObject(failed('signature-invalid'));
  });

  it('CVE-2022-35929 a statement of another type, honestly signed', () => {
    for (const fields of [
      { _type: 'https://in-toto.io/Statement/v1/' },
      { _type: 'https://in-toto.io/Statement/V1' },
      { _type: undefined },
    ])
      expect(
        verify(inBundle(envelope(statement(fields)))).outcome,
      ).toMatchObject(failed('claims-disagree'));
    expect(
      verify(inBundle(envelope(statement(), { payloadType: 'text/plain' })))
        .outcome,
    ).toMatchObject(failed('claims-disagree'));
  });

  it('CVE-2026-39395 a payload that cannot be read is a failure', () => {
    for (const payload of ['', '{', '[]', 'null', '"x"'])
      expect(
        verify(inBundle(envelope(Buffer.from(payload)))).outcome,
      ).toMatchObject(failed('malformed'));
  });

  it('CVE-2022-35930 GHSA-r2xv-vpr2-42m9 what was said of one kind is not said of another', () => {
    const scan = 'https://cosign.sigstore.dev/attestation/vuln/v1';
    for (const predicateType of [scan, `${scan}/`, 'https://slsa.dev/x'])
      expect(
        verify(inBundle(envelope(statement({ predicateType })))).statement
          ?.role ?? 'none',
      ).not.toBe('provenance');
  });

  it('CVE-2023-33959 CVE-2022-47633 CVE-2023-47630 a signature over something else', () => {
    const other = digestOf('another image');
    for (const material of [
      inBundle(envelope()),
      inLayer(envelope()),
      inLayer(message(simpleSigning())),
    ])
      expect(verify(material, { subject: other }).outcome).toMatchObject(
        failed('subject-mismatch'),
      );
    expect(
      verify(inBundle(message(file)), { ...ofFile, subject: other }).outcome,
    ).toMatchObject(failed('subject-mismatch'));
  });

  it('CVE-2026-44309 the bytes that were signed, not what they mean', () => {
    const spaced = edited(inBundle(envelope()), ({ dsseEnvelope }) => {
      const payload = Buffer.from(dsseEnvelope.payload, 'base64').toString();
      const again = JSON.stringify(JSON.parse(payload), undefined, 1);
      dsseEnvelope.payload = Buffer.from(again).toString('base64');
    });
    expect(verify(spaced).outcome).toMatchObject(failed('signature-invalid'));
  });

  it('an envelope is no signature over a file, and the other way round', () => {
    const payload = Buffer.from(JSON.stringify(statement()));
    const type = 'application/vnd.in-toto+json';
    const pae = dsse.preAuthEncoding(type, payload);
    const signature = sign('sha256', pae, keys.privateKey);
    const platform = keyAuthority('platform', publicKeyPem(keys));
    const asFile = fromBundle({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: '' }, tlogEntries: [] },
      messageSignature: {
        messageDigest: {
          algorithm: 'SHA2_256',
          digest: digestOf(pae).slice(7),
        },
        signature: signature.toString('base64'),
      },
    });
    expect(
      verify(asFile, { authority: platform, subject }).outcome.status,
    ).toBe('failed');
  });
});

describe('certificates that are not for signing', () => {
  it.each<[string, Parameters<typeof envelope>[1]]>([
    ['for servers', { faults: { wrongPurpose: true } }],
    ['for nothing', { certificate: { purposes: [] } }],
    ['for timestamps', { certificate: { purposes: ['1.3.6.1.5.5.7.3.8'] } }],
    [
      'that never was issued: a precertificate',
      {
        certificate: {
          extensions: [
            // 1.3.6.1.4.1.11129.2.4.3, critical, NULL
            Buffer.from('3013060a2b06010401d6790204030101ff04020500', 'hex'),
          ],
        },
      },
    ],
    [
      'of an authority',
      {
        certificate: {
          // 2.5.29.19, critical, { TRUE }
          extensions: [
            Buffer.from('300f0603551d130101ff040530030101ff', 'hex'),
          ],
        },
      },
    ],
  ])('%s', (_, options) => {
    const evidence = verify(inBundle(envelope(statement(), options)));
    expect(evidence.outcome).toMatchObject(failed('claims-disagree'));
    expect(evidence.proofs).toMatchObject({
      chain: { status: 'failed' },
      claims: { status: 'unchecked' },
    });
  });
});

describe('denial of service', () => {
  it.each<[string, (bundle: any) => void]>([
    [
      'CVE-2024-45395 pasted log entries',
      ({ verificationMaterial }) => {
        const [entry] = verificationMaterial.tlogEntries;
        verificationMaterial.tlogEntries = Array(10_000).fill(entry);
      },
    ],
    [
      'CVE-2025-66564 pasted timestamps',
      ({ verificationMaterial }) => {
        verificationMaterial.timestampVerificationData = {
          rfc3161Timestamps: Array(10_000).fill({ signedTimestamp: 'MAA=' }),
        };
      },
    ],
    [
      'pasted signatures in a checkpoint',
      ({ verificationMaterial }) => {
        const { checkpoint } =
          verificationMaterial.tlogEntries[0].inclusionProof;
        checkpoint.envelope += checkpoint.envelope
          .split('\n\n')[1]
          .repeat(10_000);
      },
    ],
    [
      'pasted subjects',
      bundle => {
        bundle.dsseEnvelope.payload = 'A'.repeat(64 * 1024 * 1024);
      },
    ],
  ])('%s', (_, edit) => {
    const flooded = edited(inBundle(envelope()), edit);
    const before = process.cpuUsage();
    expect(verify(flooded).outcome).toMatchObject(failed('limit-exceeded'));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000_000).toBeLessThan(3);
  });

  it('CVE-2023-46737 subjects without end, honestly signed', () => {
    const digest = { sha256: subject.slice(7) };
    const many = Array.from({ length: 5_001 }, () => ({ digest }));
    expect(
      verify(inBundle(envelope(statement({ subject: many })))).outcome,
    ).toMatchObject(failed('limit-exceeded'));
  });

  it('a document that is deep, honestly signed', () => {
    const deep = `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`;
    expect(verify(inBundle(envelope(Buffer.from(deep)))).outcome).toMatchObject(
      failed('limit-exceeded'),
    );
  });
});

describe('nothing found is never right', () => {
  it('OPA GHSA-g2pf-6v5v-qcc8 a signature that was stripped', () => {
    const strip = (edit: (bundle: any) => void) =>
      verify(edited(inBundle(envelope()), edit)).outcome;
    expect(
      strip(bundle => {
        bundle.dsseEnvelope.signatures = [];
      }),
    ).toMatchObject(failed('malformed'));
    expect(
      strip(bundle => {
        bundle.dsseEnvelope.signatures[0].sig = '';
      }),
    ).toMatchObject(failed('malformed'));
    expect(
      strip(bundle => {
        delete bundle.verificationMaterial.certificate;
      }),
    ).toMatchObject(failed('malformed'));
    expect(
      strip(bundle => {
        bundle.verificationMaterial.tlogEntries = [];
      }),
    ).toMatchObject(failed('time-unproven'));
  });

  it('sigstore-go empty identity: nobody is not somebody', () => {
    const identity = { ...release, subject: '', subjectType: 'uri' as const };
    const signer = { type: 'certificate' as const, identity };
    expect(
      verify(inBundle(envelope(statement(), { signer }))).outcome,
    ).toMatchObject(failed('claims-disagree'));
  });
});
