import {
  changed,
  edited,
  envelope,
  fromBundle,
  inBundle,
  inLayer,
  message,
  release,
  simpleSigning,
  statement,
  verify,
} from '../../__testUtils__/minted';

const MiB = 1024 * 1024;
/** A well-formed sequence of nulls, each of which a parser makes an object of. */
const emptyAsn1 = (size: number) =>
  Buffer.concat([
    Buffer.from([0x30, 0x83, size >> 16, (size >> 8) & 255, size & 255]),
    Buffer.alloc(size, Buffer.from([5, 0])),
  ]).toString('base64');
const failed = (code: string) => ({ status: 'failed', code });

describe('forms that cannot be read', () => {
  it.each([
    ['nothing', '', 'malformed'],
    ['no JSON', 'garbage', 'malformed'],
    ['a list', '[]', 'malformed'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'malformed'],
    ['no media type', '{}', 'malformed'],
    [
      'a future version',
      '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.9+json"}',
      'unsupported-format',
    ],
    [
      'nothing inside',
      '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}',
      'malformed',
    ],
    [
      'a deep document',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'limit-exceeded',
    ],
  ])('%s', (_, bytes, code) => {
    expect(verify(fromBundle(Buffer.from(bytes))).outcome).toMatchObject(
      failed(code),
    );
  });

  it.each<[string, (bundle: any) => void]>([
    [
      'a signature',
      ({ dsseEnvelope }) => {
        dsseEnvelope.signatures[0].sig = '!not*base64!';
      },
    ],
    [
      'a payload',
      ({ dsseEnvelope }) => {
        dsseEnvelope.payload = `${dsseEnvelope.payload}%`;
      },
    ],
    [
      'a hash in a list',
      ({ verificationMaterial }) => {
        verificationMaterial.tlogEntries[0].inclusionProof.hashes[0] += '*';
      },
    ],
    [
      'a certificate, in two alphabets',
      ({ verificationMaterial }) => {
        verificationMaterial.certificate.rawBytes = 'MI+A_A==';
      },
    ],
  ])('%s that is no base64', (_, edit) => {
    expect(verify(edited(inBundle(envelope()), edit)).outcome).toEqual({
      ...failed('malformed'),
      message: expect.stringContaining('of the bundle is not base64'),
    });
  });

  it('base64 in lines, and of the other alphabet, is base64', () => {
    const lines = edited(inBundle(envelope()), ({ dsseEnvelope }) => {
      const { payload, signatures } = dsseEnvelope;
      dsseEnvelope.payload = payload.replace(/(.{64})/g, '$1\n');
      signatures[0].sig = signatures[0].sig
        .replace(/\+/g, '-')
        .replace(/\//g, '_')
        .replace(/=+$/, '');
    });
    expect(verify(lines).outcome).toMatchObject({ status: 'proven' });
  });

  it.each(['tlogEntries', 'x509CertificateChain'])(
    'a list that is none: %s',
    name => {
      const broken = edited(inBundle(envelope(), '0.1'), bundle => {
        const { verificationMaterial } = bundle;
        if (name === 'tlogEntries') verificationMaterial[name] = 'x';
        else verificationMaterial[name].certificates = 'x';
      });
      expect(verify(broken).outcome).toMatchObject(failed('malformed'));
    },
  );

  it('a thousand pasted log entries cost no time', () => {
    const flooded = edited(inBundle(envelope()), bundle => {
      const [entry] = bundle.verificationMaterial.tlogEntries;
      bundle.verificationMaterial.tlogEntries = Array(1_001).fill(entry);
    });
    expect(verify(flooded).outcome).toMatchObject(failed('limit-exceeded'));
  });

  it.each<[string, (bundle: any) => void]>([
    [
      'a certificate',
      ({ verificationMaterial }) => {
        verificationMaterial.certificate.rawBytes = emptyAsn1(8 * MiB);
      },
    ],
    [
      'a timestamp',
      ({ verificationMaterial }) => {
        verificationMaterial.timestampVerificationData = {
          rfc3161Timestamps: [{ signedTimestamp: emptyAsn1(8 * MiB) }],
        };
      },
    ],
    [
      'a checkpoint',
      ({ verificationMaterial }) => {
        const [{ inclusionProof }] = verificationMaterial.tlogEntries;
        const [, name, signature] =
          /\u2014 (\S+) (\S+)\n/.exec(inclusionProof.checkpoint.envelope) ?? [];
        const line = `\u2014 ${name} ${signature.slice(0, 12)}\n`;
        inclusionProof.checkpoint.envelope = `a\n1\nYQ==\n\n${line.repeat(
          100_000,
        )}`;
      },
    ],
    [
      'a log entry',
      ({ verificationMaterial }) => {
        verificationMaterial.tlogEntries[0].canonicalizedBody = emptyAsn1(
          8 * MiB,
        );
      },
    ],
    [
      'a log proof',
      ({ verificationMaterial }) => {
        const [{ inclusionProof }] = verificationMaterial.tlogEntries;
        inclusionProof.hashes = Array(1_000_000).fill('AA==');
      },
    ],
  ])('%s of megabytes is never decoded', (what, edit) => {
    expect(verify(edited(inBundle(envelope()), edit)).outcome).toEqual({
      ...failed('limit-exceeded'),
      message: `${what} of the material is longer than any real one`,
    });
  });

  it('a timestamp of megabytes beside a layer is never decoded', () => {
    const material = inLayer(message(simpleSigning()));
    const stamp = { SignedRFC3161Timestamp: emptyAsn1(2 * MiB) };
    expect(
      verify(
        changed(material, {
          annotations: {
            ...material.annotations,
            'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify(stamp),
          },
        }),
      ).outcome,
    ).toMatchObject(failed('limit-exceeded'));
  });

  it('a signature annotation that is not base64', () => {
    const material = inLayer(message(simpleSigning()));
    const key = 'dev.cosignproject.cosign/signature';
    for (const signature of ['%%%', 'a', '', ' MEUC '])
      expect(
        verify(
          changed(material, {
            annotations: { ...material.annotations, [key]: signature },
          }),
        ).outcome,
      ).toMatchObject(failed('malformed'));
  });

  it.each(['dev.sigstore.cosign/bundle', 'dev.sigstore.cosign/certificate'])(
    'garbage in %s',
    key => {
      const material = inLayer(message(simpleSigning()));
      for (const garbage of [
        '{',
        '{"Payload":{}}',
        'null',
        '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      ])
        expect(
          verify(
            changed(material, {
              annotations: { ...material.annotations, [key]: garbage },
            }),
          ).outcome,
        ).toMatchObject(failed('malformed'));
    },
  );

  it('a format that nobody here knows', () => {
    const foreign = changed(inBundle(envelope()), {
      format: 'unknown',
      mediaType: 'application/vnd.cncf.notary.signature',
    });
    expect(verify(foreign).outcome).toMatchObject(failed('unsupported-format'));
  });

  it('more than one signature in an envelope', () => {
    const material = inLayer(envelope());
    const document = JSON.parse(Buffer.from(material.bytes).toString());
    document.signatures.push(document.signatures[0]);
    const doubled = changed(material, {
      bytes: Buffer.from(JSON.stringify(document)),
    });
    expect(verify(doubled).outcome).toMatchObject(failed('unsupported-format'));
  });

  it('keeps HTML and bidirectional text in a subject as it is', () => {
    const subjectText = 'https://<img src=x onerror=alert(1)>/\u202egnp.exe';
    const nasty = envelope(statement(), {
      signer: {
        type: 'certificate',
        identity: { issuer: release.issuer, subject: subjectText },
      },
    });
    const evidence = verify(inBundle(nasty));
    expect(evidence.outcome).toMatchObject({ status: 'proven' });
    expect(evidence.signer).toMatchObject({ subject: subjectText });
  });

  it('S2.2 does not turn foreign bytes of a subject into letters', () => {
    // With its eighth bit dropped, the second byte of U+00A2 reads as a quotation mark and others as letters.
    const lookalike = 'https://githu\u00e2.com/acme/payments';
    const material = inBundle(
      envelope(statement(), {
        signer: {
          type: 'certificate',
          identity: { issuer: release.issuer, subject: lookalike },
        },
      }),
    );
    expect(verify(material).signer).toMatchObject({ subject: lookalike });
  });
});
