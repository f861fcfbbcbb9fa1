import {
  extendedKeyUsages,
  generateKeyPair,
  RekorV2,
  TimestampAuthority,
  type KeyKind,
  type SigningOptions,
  type TimestampRequest,
} from '@countersign/sandbox';
import {
  acmeTrusting,
  envelope,
  inBundle,
  message,
  release,
  signedAt,
  verify,
} from '../__testUtils__/minted';
import { libraryRefusal } from '../__testUtils__/referenceLibrary';
import { digestOf } from '../encoding';

jest.setTimeout(60_000);

const file = Buffer.from('a release');
const period = {
  notBefore: new Date('2025-01-01T00:00:00Z'),
  notAfter: new Date('2030-01-01T00:00:00Z'),
};
const hour = 3_600_000;
const ecdsaLog = RekorV2.create('ecdsa.test', { key: 'prime256v1' });
const rsaStamps = TimestampAuthority.create({
  name: 'rsa',
  keys: 'rsa-2048',
  ...period,
});
const ended = TimestampAuthority.create({
  name: 'ended',
  notBefore: period.notBefore,
  notAfter: new Date('2026-01-01T00:00:00Z'),
});
const trusting = { logs: [ecdsaLog], timestampAuthorities: [rsaStamps, ended] };
const authority = acmeTrusting(trusting);

const kind = 'hashedrekord-0.0.2';
const stamped = (...timestamps: TimestampRequest[]) => ({
  logEntry: kind as typeof kind,
  timestamps,
});
const leaf = (keys: KeyKind): Partial<SigningOptions> => ({
  signer: {
    type: 'certificate',
    identity: release,
    keys: generateKeyPair(keys),
  },
});

const good = { library: 'accepted', ours: 'proven' };
const bothRefuse = (library: string, ours: string) => ({ library, ours });
/** The library reads three digits of a second or none. */
const moreDigits = { library: 'Error: invalid time', ours: 'proven' };
/** The library checks envelopes with SHA-256 and PKCS#1 alone. */
const moreSchemes = { library: 'SIGNATURE_ERROR', ours: 'proven' };

interface Variety {
  options: Partial<SigningOptions>;
  /** Over a file, and in an envelope too where nothing else is said of that. */
  expected: typeof good;
  inEnvelope?: typeof good;
}

/** All that is known of the file here is its SHA-256. */
const needsFile = { library: 'accepted', ours: 'unsupported-format' };

const varieties: Record<string, Variety> = {
  'Rekor v2 on Ed25519': { options: stamped({}), expected: good },
  'Rekor v2 on P-256': {
    options: { logEntry: [{ kind, log: ecdsaLog }] },
    expected: good,
  },
  'Rekor v2 of a stranger': {
    options: { logEntry: [{ kind, log: RekorV2.create('ecdsa.test') }] },
    expected: bothRefuse('TLOG_INCLUSION_PROOF_ERROR', 'log-proof-invalid'),
  },
  'two logs and two timestamps': {
    options: {
      logEntry: [{ kind }, { kind, log: ecdsaLog }],
      timestamps: [{}, { authority: rsaStamps }],
    },
    expected: good,
  },
  'Rekor v2 without a timestamp': {
    options: stamped(),
    expected: bothRefuse('TIMESTAMP_ERROR', 'time-unproven'),
  },
  'a timestamp of an authority that ended': {
    options: stamped({ authority: ended }),
    expected: bothRefuse('TIMESTAMP_ERROR', 'log-proof-invalid'),
  },
  'a timestamp of a namesake': {
    options: stamped({
      authority: TimestampAuthority.create({ name: 'acme', ...period }),
    }),
    expected: bothRefuse('TIMESTAMP_ERROR', 'log-proof-invalid'),
  },
  'a timestamp over something else': {
    options: stamped({ faults: { wrongImprint: true } }),
    expected: bothRefuse('TIMESTAMP_ERROR', 'log-proof-invalid'),
  },
  'a forged timestamp': {
    options: stamped({ faults: { forgedSignature: true } }),
    expected: bothRefuse('TIMESTAMP_ERROR', 'log-proof-invalid'),
  },
  'a forged timestamp beside a good one': {
    options: stamped({}, { faults: { forgedSignature: true } }),
    expected: bothRefuse('TIMESTAMP_ERROR', 'log-proof-invalid'),
  },
  'a timestamp after the certificate': {
    options: stamped({ at: new Date(signedAt.getTime() + hour) }),
    expected: bothRefuse(
      'CERTIFICATE_ERROR',
      'certificate-not-valid-at-signing',
    ),
  },
  'a timestamp before the certificate': {
    options: stamped({ at: new Date(signedAt.getTime() - hour) }),
    expected: bothRefuse(
      'CERTIFICATE_ERROR',
      'certificate-not-valid-at-signing',
    ),
  },
  'a timestamp with SHA-512, by its name alone': {
    options: stamped({ hash: 'sha512', embedCertificate: false }),
    expected: good,
  },
  'a timestamp to the millisecond': {
    options: stamped({ fraction: '123' }),
    expected: good,
  },
  'a timestamp to the tenth': {
    options: stamped({ fraction: '5' }),
    expected: moreDigits,
  },
  'a timestamp to the nanosecond': {
    options: stamped({ fraction: '123456789' }),
    expected: moreDigits,
  },
  'a leaf on P-384': { options: leaf('secp384r1'), expected: good },
  'a leaf on P-521': { options: leaf('secp521r1'), expected: good },
  'a leaf on RSA': { options: leaf('rsa-2048'), expected: good },
  'a leaf on Ed25519': {
    options: leaf('ed25519'),
    expected: bothRefuse('SIGNATURE_ERROR', 'unsupported-format'),
    inEnvelope: good,
  },
  'SHA-384': {
    options: { ...leaf('secp384r1'), hash: 'sha384' },
    expected: needsFile,
    inEnvelope: moreSchemes,
  },
  'SHA-512': {
    options: { ...leaf('rsa-2048'), hash: 'sha512' },
    expected: needsFile,
    inEnvelope: moreSchemes,
  },
  PSS: {
    options: { ...leaf('rsa-2048'), padding: 'pss' },
    expected: moreSchemes,
  },
  'no purpose': {
    options: { certificate: { purposes: [] } },
    expected: { library: 'accepted', ours: 'claims-disagree' },
  },
  'another purpose as well': {
    options: { certificate: { purposes: Object.values(extendedKeyUsages) } },
    expected: good,
  },
  'two names': {
    options: {
      certificate: {
        alternativeNames: [
          { type: 'uri', text: release.subject },
          { type: 'email', text: 'mina@acme.test' },
        ],
      },
    },
    expected: { library: 'accepted', ours: 'claims-disagree' },
  },
};

/** Whatever a real signer can make: who accepts it, the reference library and we. */
describe('varieties of signatures', () => {
  const all = Object.entries(varieties).map(
    ([name, variety]) => [name, variety] as const,
  );

  it.each(all)('over a file: %s', (_, { options, expected }) => {
    const material = inBundle(message(file, options));
    expect({
      library: libraryRefusal(material.bytes, file, trusting) ?? 'accepted',
      ours: codeOf(verify(material, { authority, subject: digestOf(file) })),
    }).toEqual(expected);
  });

  it.each(all)('in an envelope: %s', (_, variety) => {
    const material = inBundle(envelope(undefined, variety.options));
    expect({
      library:
        libraryRefusal(material.bytes, undefined, trusting) ?? 'accepted',
      ours: codeOf(verify(material, { authority })),
    }).toEqual(variety.inEnvelope ?? variety.expected);
  });
});

function codeOf({ outcome }: ReturnType<typeof verify>): string {
  return outcome.status === 'proven' ? 'proven' : outcome.code;
}
