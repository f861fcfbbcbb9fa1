import {
  generateKeyPair,
  publicKeyPem,
  RekorV2,
  type SigningOptions,
} from '@countersign/sandbox';
import {
  acme,
  acmeTrusting,
  edited,
  envelope,
  fromBundle,
  inBundle,
  inLayer,
  keys,
  message,
  signedAt,
  sigstore,
  simpleSigning,
  statement,
  stranger,
  verify,
} from '../../__testUtils__/minted';
import {
  keyAuthority,
  sigstoreAuthority,
  type SigstoreAuthority,
} from '../../trust';

const pem = publicKeyPem(keys);
const log = acme as SigstoreAuthority;
const logged = keyAuthority('logged', pem, { log });
const byKey = { signer: { type: 'key' as const, keys } };
const loggedAt = '2026-03-01T12:00:05.000Z';
const failed = (code: string) => ({ status: 'failed', code });
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const signed = (options: Partial<SigningOptions> = {}) =>
  envelope(statement(), { ...byKey, ...options });

describe('a key whose signatures are logged', () => {
  it.each<[string, () => ReturnType<typeof inBundle>, object]>([
    [
      'a promise and a proof',
      () => inBundle(signed()),
      { set: 'proven', inclusion: 'proven', timestamp: 'absent' },
    ],
    [
      'a promise',
      () => inLayer(message(simpleSigning(), byKey)),
      { set: 'proven', inclusion: 'absent', timestamp: 'absent' },
    ],
    [
      'an intoto 0.0.1 entry',
      () => inLayer(signed({ logEntry: 'intoto-0.0.1' })),
      { set: 'proven', inclusion: 'absent', timestamp: 'absent' },
    ],
    [
      'a proof and a timestamp',
      () => inBundle(signed({ logEntry: 'dsse-0.0.2' })),
      { set: 'absent', inclusion: 'proven', timestamp: 'proven' },
    ],
    [
      'a timestamp',
      () => inBundle(signed({ logEntry: 'none', timestamps: [{}] })),
      { set: 'absent', inclusion: 'absent', timestamp: 'proven' },
    ],
  ])('S7.1 proves a time by %s', (_, make, proofs) => {
    const evidence = verify(make(), { authority: logged });
    expect(evidence.outcome).toEqual({
      status: 'proven',
      provenTimes: [loggedAt],
    });
    const statuses = Object.entries(evidence.proofs).map(([name, proof]) => [
      name,
      proof.status,
    ]);
    expect(Object.fromEntries(statuses)).toMatchObject({
      ...proofs,
      sct: 'absent',
      chain: 'proven',
      validity: 'proven',
    });
  });

  it('needs no log', () => {
    const material = inBundle(signed({ logEntry: 'none' }));
    expect(verify(material, { authority: logged })).toMatchObject({
      outcome: { status: 'proven', provenTimes: [] },
      proofs: { set: { status: 'absent' }, inclusion: { status: 'absent' } },
    });
  });

  it('S7.1 a proof alone proves no time', () => {
    const material = inBundle(
      signed({ logEntry: 'dsse-0.0.2', timestamps: [] }),
    );
    expect(verify(material, { authority: logged })).toMatchObject({
      outcome: { status: 'proven', provenTimes: [] },
      proofs: { inclusion: { status: 'proven' } },
      logEntry: { kind: 'dsse 0.0.2' },
    });
  });

  it('shows where the log has it', () => {
    expect(
      verify(inBundle(signed()), { authority: logged }).logEntry,
    ).toMatchObject({ integratedAt: loggedAt });
  });
});

describe('S4.8 what stands beside the signature of a key must be right', () => {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a stranger's bundle
  const changes: [string, (bundle: any) => void, string][] = [
    [
      'a promise that the log did not make',
      ({ verificationMaterial: { tlogEntries } }) => {
        tlogEntries[0].integratedTime = '1772366406';
      },
      'set',
    ],
    [
      'a proof of something else',
      ({ verificationMaterial: { tlogEntries } }) => {
        tlogEntries[0].inclusionProof.hashes.reverse();
      },
      'inclusion',
    ],
    [
      'a checkpoint that nobody signed',
      ({ verificationMaterial: { tlogEntries } }) => {
        const { checkpoint } = tlogEntries[0].inclusionProof;
        checkpoint.envelope = checkpoint.envelope.replace('\n', 'x\n');
      },
      'checkpoint',
    ],
    [
      'the entry of another signature',
      bundle => {
        const theirs = JSON.parse(
          Buffer.from(inBundle(signed()).bytes).toString(),
        );
        bundle.verificationMaterial.tlogEntries =
          theirs.verificationMaterial.tlogEntries;
      },
      'set',
    ],
    [
      'the timestamp of another signature',
      bundle => {
        const theirs = inBundle(signed({ timestamps: [{}] }));
        bundle.verificationMaterial.timestampVerificationData = JSON.parse(
          Buffer.from(theirs.bytes).toString(),
        ).verificationMaterial.timestampVerificationData;
      },
      'timestamp',
    ],
  ];

  it.each(changes)('%s', (_, edit, proof) => {
    const evidence = verify(edited(inBundle(signed()), edit), {
      authority: logged,
    });
    expect(evidence.outcome).toMatchObject(failed('log-proof-invalid'));
    expect(evidence.proofs).toMatchObject({
      [proof]: { status: 'failed', code: 'log-proof-invalid' },
      signature: { status: 'proven' },
    });
  });

  it('S1.5 says nothing of them where no root is named', () => {
    const authority = keyAuthority('bare', pem);
    for (const [, edit] of changes)
      expect(
        verify(edited(inBundle(signed()), edit), { authority }),
      ).toMatchObject({
        outcome: { status: 'proven', provenTimes: [] },
        proofs: { set: { status: 'unchecked' } },
      });
  });

  it('CVE-2022-36056 an entry that names another key', () => {
    const theirs = inBundle(
      envelope(statement(), {
        signer: { type: 'key', keys: generateKeyPair() },
      }),
    );
    const borrowed = edited(inBundle(signed()), bundle => {
      bundle.verificationMaterial.tlogEntries = JSON.parse(
        Buffer.from(theirs.bytes).toString(),
      ).verificationMaterial.tlogEntries;
    });
    expect(verify(borrowed, { authority: logged }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('a log that the root does not know', () => {
    const authority = keyAuthority('elsewhere', pem, {
      log: sigstoreAuthority('stranger', stranger.trustedRoot()),
    });
    expect(verify(inBundle(signed()), { authority }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('S7.2 a time in the future', () => {
    const now = new Date(signedAt.getTime() - 120_000);
    expect(
      verify(inBundle(signed()), { authority: logged, now }).outcome,
    ).toMatchObject(failed('time-unproven'));
  });

  it('S2.1 a certificate is nobody to a key, logged or not', () => {
    expect(
      verify(inBundle(envelope()), { authority: logged }).outcome,
    ).toMatchObject(failed('unknown-authority'));
  });
});

describe('S7.2 the window of a key', () => {
  const within = (
    notBefore: string | undefined,
    notAfter: string | undefined,
  ) =>
    keyAuthority('window', pem, {
      log,
      ...(notBefore !== undefined && { notBefore: day(notBefore) }),
      ...(notAfter !== undefined && { notAfter: day(notAfter) }),
    });
  const now = day('2026-06-01');
  const outcomeOf = (
    authority: ReturnType<typeof keyAuthority>,
    options: Partial<SigningOptions> = {},
  ) => verify(inBundle(signed(options)), { authority, now }).outcome;

  it('a proven time before its end satisfies it, also later', () => {
    expect(outcomeOf(within(undefined, '2026-04-01'))).toMatchObject({
      status: 'proven',
    });
  });

  it('a proven time after its end does not', () => {
    expect(outcomeOf(within(undefined, '2026-02-01'))).toMatchObject(
      failed('certificate-not-valid-at-signing'),
    );
  });

  it('the earliest proven time counts', () => {
    const late = { at: day('2026-05-01') };
    expect(
      outcomeOf(within(undefined, '2026-04-01'), { timestamps: [late] }),
    ).toMatchObject({ status: 'proven' });
  });

  it('nothing that proves a time', () => {
    expect(
      outcomeOf(within(undefined, '2026-07-01'), { logEntry: 'none' }),
    ).toMatchObject(failed('time-unproven'));
    expect(
      outcomeOf(within(undefined, '2026-07-01'), {
        logEntry: 'dsse-0.0.2',
        timestamps: [],
      }),
    ).toMatchObject(failed('time-unproven'));
  });

  it('a signature older than its start', () => {
    expect(outcomeOf(within('2026-04-01', undefined))).toMatchObject(
      failed('certificate-not-valid-at-signing'),
    );
    expect(outcomeOf(within('2026-02-01', '2026-04-01'))).toMatchObject({
      status: 'proven',
    });
  });

  it('a log that was retired before', () => {
    const old = RekorV2.create('old.rekor.acme.test');
    const root = acmeTrusting({
      logs: [old],
      windows: new Map([
        [old, { start: day('2024-01-01'), end: day('2026-02-01') }],
      ]),
    }) as SigstoreAuthority;
    const authority = keyAuthority('logged', pem, { log: root });
    const logEntry = [{ kind: 'dsse-0.0.2' as const, log: old }];
    const options = { logEntry, timestamps: [{}] };
    expect(outcomeOf(authority, options)).toMatchObject(
      failed('log-proof-invalid'),
    );
  });
});

describe('a root for keys alone', () => {
  const root = sigstore.trustedRoot();
  const bare = { mediaType: root.mediaType };

  it('needs no certificate authority', () => {
    const { tlogs } = root;
    expect(() => sigstoreAuthority('logs', { ...bare, tlogs })).toThrow(
      'it has no certificate authority',
    );
    const authority = keyAuthority('logged', pem, {
      log: sigstoreAuthority('logs', { ...bare, tlogs }, { forKeys: true }),
    });
    expect(verify(inBundle(signed()), { authority }).outcome).toEqual({
      status: 'proven',
      provenTimes: [loggedAt],
    });
  });

  it('proves nothing where it has nothing', () => {
    const empty = sigstoreAuthority('empty', bare, { forKeys: true });
    const authority = keyAuthority('logged', pem, { log: empty });
    expect(
      verify(inBundle(signed({ logEntry: 'none' })), { authority }).outcome,
    ).toMatchObject({ status: 'proven', provenTimes: [] });
    expect(verify(inBundle(signed()), { authority }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
    expect(
      verify(inBundle(envelope()), { authority: empty }).outcome,
    ).toMatchObject(failed('unknown-authority'));
  });

  it('S7.2 still has a start for every window', () => {
    const [{ publicKey, ...tlog }] = root.tlogs;
    const { validFor: _, ...endless } = publicKey;
    const tlogs = [{ ...tlog, publicKey: endless }];
    expect(() =>
      sigstoreAuthority('logs', { ...bare, tlogs }, { forKeys: true }),
    ).toThrow('has no start');
  });

  it('a bundle of nothing but a signature', () => {
    const bundle = JSON.parse(
      Buffer.from(inBundle(signed({ logEntry: 'none' })).bytes).toString(),
    );
    delete bundle.verificationMaterial.tlogEntries;
    expect(
      verify(fromBundle(bundle), { authority: logged }).outcome,
    ).toMatchObject({ status: 'proven' });
  });
});
