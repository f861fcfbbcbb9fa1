import {
  extendedKeyUsages,
  TimestampAuthority,
  type StampOptions,
  type TimestampAuthorityOptions,
  type TimestampRequest,
} from '@countersign/sandbox';
import {
  acmeTrusting,
  edited,
  envelope,
  inBundle,
  statement,
  verify,
} from '../../__testUtils__/minted';

const stampedAt = '2026-03-01T12:00:05.000Z';
const failed = (code: string) => ({ status: 'failed', code });
const period = {
  name: 'other',
  notBefore: new Date('2024-01-01T00:00:00Z'),
  notAfter: new Date('2034-01-01T00:00:00Z'),
};

function stamped(options: TimestampRequest = {}) {
  return inBundle(
    envelope(statement(), { logEntry: 'dsse-0.0.2', timestamps: [options] }),
  );
}

describe('the time of a timestamp', () => {
  it.each([
    undefined,
    '5',
    '25',
    '125',
    '0625',
    '000001',
    '123456789012345678901',
  ])('S7.1 with the fraction %s', fraction => {
    expect(verify(stamped({ fraction })).outcome).toEqual({
      status: 'proven',
      provenTimes: [stampedAt],
    });
  });

  it.each(['', '1x', '1.2', '+1', ' 1'])(
    'S7.1 is none with the fraction %j',
    fraction => {
      const evidence = verify(stamped({ fraction }));
      // The empty text is how the minter is told that there is none.
      expect(evidence.outcome).toMatchObject(
        fraction === '' ? { status: 'proven' } : failed('log-proof-invalid'),
      );
      expect(evidence.proofs.timestamp.status).toBe(
        fraction === '' ? 'proven' : 'failed',
      );
    },
  );

  it('S7.2 outside the certificate, however exact', () => {
    const late = new Date('2026-03-01T12:11:00Z');
    expect(verify(stamped({ at: late, fraction: '25' })).outcome).toMatchObject(
      failed('certificate-not-valid-at-signing'),
    );
  });
});

describe('who stamped', () => {
  it.each<[string, TimestampRequest]>([
    ['other bytes', { faults: { wrongImprint: true } }],
    ['another key', { faults: { forgedSignature: true } }],
    [
      'an authority that nobody knows, certificate included',
      { authority: TimestampAuthority.create(period) },
    ],
  ])('S7.1 refuses a stamp over or by %s', (_, options) => {
    const evidence = verify(stamped({ fraction: '5', ...options }));
    expect(evidence.outcome).toMatchObject(failed('log-proof-invalid'));
    expect(evidence.proofs.timestamp).toMatchObject({ status: 'failed' });
    expect(evidence.proofs.inclusion).toEqual({ status: 'proven' });
  });

  it.each<[TimestampAuthorityOptions['keys'], StampOptions['hash']]>([
    ['prime256v1', 'sha256'],
    ['secp384r1', 'sha384'],
    ['secp384r1', 'sha512'],
    ['rsa-2048', 'sha256'],
    ['rsa-2048', 'sha512'],
  ])('%s with %s', (keys, hash) => {
    const authority = TimestampAuthority.create({ ...period, keys });
    const trusting = acmeTrusting({ timestampAuthorities: [authority] });
    const signed = (options: object) =>
      inBundle(
        envelope(statement(), {
          logEntry: 'dsse-0.0.2',
          timestamps: [{ authority, hash, fraction: '5', ...options }],
        }),
      );
    expect(verify(signed({}), { authority: trusting }).outcome).toMatchObject({
      status: 'proven',
    });
    expect(
      verify(signed({ faults: { forgedSignature: true } }), {
        authority: trusting,
      }).outcome,
    ).toMatchObject(failed('log-proof-invalid'));
  });

  it('S7.2 outside the window of its authority', () => {
    const authority = TimestampAuthority.create({
      ...period,
      purposes: [extendedKeyUsages.timeStamping],
    });
    const ended = acmeTrusting({
      timestampAuthorities: [authority],
      windows: new Map([
        [
          authority,
          { start: period.notBefore, end: new Date('2026-02-01T00:00:00Z') },
        ],
      ]),
    });
    const material = inBundle(
      envelope(statement(), {
        logEntry: 'dsse-0.0.2',
        timestamps: [{ authority }],
      }),
    );
    expect(verify(material, { authority: ended }).outcome).toMatchObject(
      failed('log-proof-invalid'),
    );
  });

  it('every stamp counts, not only a good one', () => {
    const late = new Date('2026-03-01T12:11:00Z');
    const both = inBundle(
      envelope(statement(), {
        logEntry: 'dsse-0.0.2',
        timestamps: [{}, { at: late }],
      }),
    );
    expect(verify(both).outcome).toMatchObject(
      failed('certificate-not-valid-at-signing'),
    );
  });

  it('an answer without a token', () => {
    const empty = edited(stamped(), bundle => {
      bundle.verificationMaterial.timestampVerificationData.rfc3161Timestamps =
        [
          {
            signedTimestamp: Buffer.from('30053003020102', 'hex').toString(
              'base64',
            ),
          },
        ];
    });
    expect(verify(empty).outcome.status).toBe('failed');
  });
});
