import {
  Rekor,
  RekorV2,
  TimestampAuthority,
  type SigningOptions,
  type TrustedRootOptions,
} from '@countersign/sandbox';
import {
  edited,
  envelope,
  inBundle,
  sigstore,
  statement,
  verify,
} from '../../__testUtils__/minted';
import {
  AuthorityError,
  authorityFromContent,
  sigstoreAuthority,
  type SigstoreOptions,
} from '../../trust';

const period = {
  notBefore: new Date('2024-01-01T00:00:00Z'),
  notAfter: new Date('2034-01-01T00:00:00Z'),
};
const second = Rekor.create('second.rekor.acme.test');
const third = RekorV2.create('third.rekor.acme.test');
const otherTsa = TimestampAuthority.create({ name: 'other', ...period });
const trusting: TrustedRootOptions = {
  logs: [second, third],
  timestampAuthorities: [otherTsa],
};
const authorityWith = (thresholds: SigstoreOptions['thresholds']) =>
  sigstoreAuthority('acme', sigstore.trustedRoot(trusting), { thresholds });
const failed = (code: string) => ({ status: 'failed', code });
const proven = { status: 'proven' };
const signed = (options: Partial<SigningOptions>) =>
  inBundle(envelope(statement(), options));
const kind = 'dsse-0.0.1' as const;

describe('thresholds', () => {
  const two = authorityWith({ logEntries: 2 });

  it('two logs are two witnesses', () => {
    const material = signed({ logEntry: [{ kind }, { kind, log: second }] });
    expect(verify(material, { authority: two }).outcome).toMatchObject(proven);
    const mixed = signed({
      logEntry: [{ kind }, { kind: 'dsse-0.0.2', log: third }],
      timestamps: [{}],
    });
    expect(verify(mixed, { authority: two }).outcome).toMatchObject(proven);
  });

  it('one log is one, however often it has the signature (CVE-2026-49834)', () => {
    const later = new Date('2026-03-01T12:00:09Z');
    const twice = signed({ logEntry: [{ kind }, { kind, at: later }] });
    const evidence = verify(twice, { authority: two });
    expect(evidence.outcome).toMatchObject(failed('log-proof-invalid'));
    expect(evidence.proofs.inclusion).toMatchObject({
      message: 'the signature is in 1 of the 2 logs that are needed',
    });
    expect(
      verify(twice, { authority: authorityWith({}) }).outcome,
    ).toMatchObject(proven);
  });

  it('one entry without a promise, under two indexes', () => {
    const once = signed({ logEntry: 'dsse-0.0.2' });
    const doubled = edited(once, ({ verificationMaterial }) => {
      const [entry] = verificationMaterial.tlogEntries;
      verificationMaterial.tlogEntries.push({ ...entry, logIndex: '77' });
    });
    expect(verify(doubled, { authority: two }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('one entry is not two', () => {
    expect(verify(signed({}), { authority: two }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('the entry of one log is not vouched for by another that is named beside it', () => {
    const logEntry = [
      { kind: 'dsse-0.0.2' as const },
      { kind: 'dsse-0.0.2' as const, log: third },
    ];
    const material = signed({ logEntry });
    expect(verify(material, { authority: two }).outcome).toMatchObject(proven);
    const swapped = edited(material, ({ verificationMaterial }) => {
      const [a, b] = verificationMaterial.tlogEntries;
      [a.logId, b.logId] = [b.logId, a.logId];
    });
    expect(verify(swapped, { authority: two }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it.each<[string, Partial<SigningOptions>, boolean]>([
    ['a log and a timestamp authority', { timestamps: [{}] }, true],
    [
      'two timestamp authorities',
      {
        logEntry: 'dsse-0.0.2',
        timestamps: [{}, { authority: otherTsa }],
      },
      true,
    ],
    ['two logs', { logEntry: [{ kind }, { kind, log: second }] }, true],
    ['one log', {}, false],
    [
      'one timestamp authority, twice',
      {
        logEntry: 'dsse-0.0.2',
        timestamps: [{}, { at: new Date('2026-03-01T12:00:06Z') }],
      },
      false,
    ],
    [
      'one log, twice',
      {
        logEntry: [{ kind }, { kind, at: new Date('2026-03-01T12:00:09Z') }],
      },
      false,
    ],
  ])('two times: %s', (_, options, isEnough) => {
    const authority = authorityWith({ times: 2 });
    const { outcome } = verify(signed(options), { authority });
    expect(outcome.status).toBe(isEnough ? 'proven' : 'failed');
  });

  it('too few times are said to be that', () => {
    const twice = signed({
      logEntry: 'dsse-0.0.2',
      timestamps: [{}, { at: new Date('2026-03-01T12:00:06Z') }],
    });
    const authority = authorityWith({ times: 2 });
    expect(verify(twice, { authority }).outcome).toMatchObject(
      failed('time-unproven'),
    );
  });

  it('two SCTs', () => {
    const authority = authorityWith({ scts: 2 });
    const evidence = verify(signed({}), { authority });
    expect(evidence.outcome).toMatchObject(failed('log-proof-invalid'));
    expect(evidence.proofs.sct.status).toBe('failed');
  });
});

describe('an instance that says by name that it has none', () => {
  const withoutLogs = authorityWith({ logEntries: 'none' });
  const withoutScts = authorityWith({ scts: 'none' });
  const stampOnly = { logEntry: 'none' as const, timestamps: [{}] };

  it('needs no log entry, but a time', () => {
    const evidence = verify(signed(stampOnly), { authority: withoutLogs });
    expect(evidence).toMatchObject({
      outcome: proven,
      proofs: {
        set: { status: 'absent' },
        inclusion: { status: 'absent' },
        timestamp: { status: 'proven' },
      },
    });
    expect(evidence.logEntry).toBeUndefined();
    expect(
      verify(signed({ logEntry: 'none' }), { authority: withoutLogs }).outcome,
    ).toMatchObject(failed('time-unproven'));
    expect(
      verify(signed(stampOnly), { authority: authorityWith({}) }).outcome,
    ).toMatchObject(failed('log-proof-invalid'));
  });

  it('CVE-2026-24122 the certificate must still have been valid', () => {
    const late = { at: new Date('2026-03-01T12:11:00Z') };
    expect(
      verify(signed({ ...stampOnly, timestamps: [late] }), {
        authority: withoutLogs,
      }).outcome,
    ).toMatchObject(failed('certificate-not-valid-at-signing'));
  });

  it('needs no SCT', () => {
    const faults = { withoutTimestamp: true };
    const evidence = verify(signed({ faults }), { authority: withoutScts });
    expect(evidence.outcome).toMatchObject(proven);
    expect(evidence.proofs.sct).toEqual({ status: 'absent' });
  });

  it('still refuses what is there and wrong', () => {
    expect(
      verify(signed({ faults: { forgedTimestamp: true } }), {
        authority: withoutScts,
      }).proofs.sct,
    ).toMatchObject({ status: 'failed' });
    const forged = edited(signed({}), ({ verificationMaterial }) => {
      verificationMaterial.tlogEntries[0].logIndex = '7';
    });
    expect(verify(forged, { authority: withoutLogs }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });
});

describe('S1.4 thresholds are part of the authority', () => {
  it('of its digest, and of its journey', () => {
    const digests = [
      authorityWith(undefined),
      authorityWith({ logEntries: 2 }),
      authorityWith({ logEntries: 'none' }),
      authorityWith({ scts: 'none' }),
      authorityWith({ times: 2 }),
    ].map(authority => {
      const again = authorityFromContent(structuredClone(authority.content));
      expect(again).toMatchObject({
        digest: authority.digest,
        thresholds: authority.thresholds,
      });
      return authority.digest;
    });
    expect(new Set(digests).size).toBe(digests.length);
    expect(authorityWith({ logEntries: 1, scts: 1, times: 1 }).digest).toBe(
      digests[0],
    );
  });

  it.each<[string, object]>([
    ['nought', { logEntries: 0 }],
    ['nought of SCTs', { scts: 0 }],
    ['nought of times', { times: 0 }],
    ['no times by name', { times: 'none' }],
    ['less than nought', { logEntries: -1 }],
    ['half', { logEntries: 1.5 }],
    ['a text', { logEntries: '1' }],
    ['more than any material has', { logEntries: 9 }],
    ['a name that means nothing', { entries: 2 }],
  ])('refuses %s', (_, thresholds) => {
    expect(() => authorityWith(thresholds)).toThrow(AuthorityError);
  });
});
