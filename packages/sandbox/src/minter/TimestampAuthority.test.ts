import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  referenceRefusal,
  type ReferenceOptions,
} from '../__testUtils__/referenceVerifier';
import {
  extendedKeyUsages,
  SigstoreInstance,
  TimestampAuthority,
  workflowIdentity,
  type SignedMaterial,
  type StampOptions,
  type TimestampRequest,
} from '.';
import { pem } from './keys';

const now = new Date('2026-06-01T12:00:00Z');
const period = {
  notBefore: new Date('2025-01-01T00:00:00Z'),
  notAfter: new Date('2035-01-01T00:00:00Z'),
};
const root = SigstoreInstance.create({
  name: 'acme',
  clock: { now: () => now },
});
const stamped = Buffer.from('a signature');

const authorities = {
  'P-384': root.timestampAuthority,
  'P-256': TimestampAuthority.create({
    name: 'second',
    keys: 'prime256v1',
    ...period,
  }),
  RSA: TimestampAuthority.create({ name: 'rsa', keys: 'rsa-2048', ...period }),
};

function sign(timestamps: TimestampRequest[]): SignedMaterial {
  return root.sign(
    { type: 'message', bytes: Buffer.from('bytes of a release') },
    {
      signer: {
        type: 'certificate',
        identity: workflowIdentity({ repository: 'a/b', ref: 'refs/tags/v1' }),
      },
      logEntry: 'hashedrekord-0.0.2',
      timestamps,
    },
  );
}

function refusal(
  material: SignedMaterial,
  options: Partial<ReferenceOptions> = {},
) {
  return referenceRefusal(material, {
    root,
    timestampAuthorities: [authorities['P-256'], authorities.RSA],
    ...options,
  });
}

/** OpenSSL's own implementation has the last word on the encoding. */
function opensslVerify(
  authority: TimestampAuthority,
  options: Partial<StampOptions>,
): string {
  const folder = mkdtempSync(join(tmpdir(), 'stamp-'));
  try {
    const path = (name: string, content: Uint8Array | string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const [signer, issuer] = authority.chain.map(certificate =>
      pem('CERTIFICATE', certificate),
    );
    return execFileSync(
      'openssl',
      [
        ...['ts', '-verify', '-data', path('data', stamped)],
        ...[
          '-in',
          path('response', authority.stamp(stamped, { at: now, ...options })),
        ],
        ...['-CAfile', path('root.pem', issuer)],
        ...['-untrusted', path('signer.pem', signer)],
        ...['-attime', String(now.getTime() / 1000)],
      ],
      { stdio: 'pipe' },
    ).toString();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('TimestampAuthority', () => {
  it.each(Object.entries(authorities))(
    'stamps on %s so that the reference library accepts it',
    (_, authority) => {
      expect(refusal(sign([{ authority }]))).toBe('accepted');
      expect(refusal(sign([{ authority, embedCertificate: false }]))).toBe(
        'accepted',
      );
    },
  );

  it.each(
    Object.entries(authorities).flatMap(([name, authority]) =>
      [
        {},
        { embedCertificate: false },
        { hash: 'sha512' as const },
        { fraction: '5', nonce: Buffer.from('1234567890') },
        { fraction: '123456789' },
      ].map(options => [name, options, authority] as const),
    ),
  )(
    'stamps on %s with %j so that OpenSSL accepts it',
    (_, options, authority) => {
      expect(opensslVerify(authority, options)).toContain('Verification: OK');
    },
  );

  it('says the time to the digit that is asked for', () => {
    const response = root.timestampAuthority.stamp(stamped, {
      at: now,
      fraction: '25',
    });

    expect(response.includes('20260601120000.25Z')).toBe(true);
    // The library reads three digits or none.
    expect(refusal(sign([{ fraction: '25' }]))).toContain('invalid time');
  });

  it('goes into one bundle with others', () => {
    const material = sign(
      Object.values(authorities).map(authority => ({ authority })),
    );

    expect(material.timestamps).toHaveLength(3);
    expect(refusal(material, { timestampThreshold: 3 })).toBe('accepted');
  });

  const namesake = TimestampAuthority.create({ name: 'acme', ...period });
  const expired = TimestampAuthority.create({
    name: 'expired',
    notBefore: period.notBefore,
    notAfter: new Date('2026-05-31T00:00:00Z'),
  });

  it.each<[string, TimestampRequest, Partial<ReferenceOptions>?]>([
    ['other bytes', { faults: { wrongImprint: true } }],
    ['a forged signature', { faults: { forgedSignature: true } }],
    ['an authority of the same name', { authority: namesake }],
    ['a time before the authority', { at: new Date('2020-01-01T00:00:00Z') }],
    [
      'an expired signer',
      { authority: expired },
      { timestampAuthorities: [expired] },
    ],
    [
      'a time outside of the window',
      {},
      {
        windows: new Map([
          [
            root.timestampAuthority,
            { start: period.notBefore, end: new Date('2026-05-01T00:00:00Z') },
          ],
        ]),
      },
    ],
  ])('is refused by the library: %s', (_, request, options = {}) => {
    expect(refusal(sign([request]), options)).toBe('TIMESTAMP_ERROR');
  });

  it('has the purpose that it is told, which OpenSSL looks at and the library does not', () => {
    const authority = TimestampAuthority.create({
      name: 'server',
      purposes: [extendedKeyUsages.serverAuth],
      ...period,
    });

    expect(() => opensslVerify(authority, {})).toThrow(
      'unsuitable certificate',
    );
    expect(
      refusal(sign([{ authority }]), { timestampAuthorities: [authority] }),
    ).toBe('accepted');
  });
});
