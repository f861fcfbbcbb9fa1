import type { CertificateTransparencyLog } from './CertificateTransparencyLog';
import type { Fulcio } from './Fulcio';
import { spki, type KeyPair } from './keys';
import type { Period, TransparencyLog } from './LogEntry';
import { keyDetails } from './signBytes';
import type { TimestampAuthority } from './TimestampAuthority';

interface PeriodJson {
  start: string;
  end?: string;
}

interface LogJson {
  baseUrl: string;
  hashAlgorithm: 'SHA2_256';
  publicKey: { rawBytes: string; keyDetails: string; validFor: PeriodJson };
  logId: { keyId: string };
}

interface AuthorityJson {
  subject: { organization: string; commonName: string };
  uri: string;
  certChain: { certificates: { rawBytes: string }[] };
  validFor: PeriodJson;
}

/**
 * A `trusted_root.json`, parsed.
 *
 * @remarks Source: Sigstore protobuf-specs, `sigstore_trustroot.proto`.
 * @public
 */
export interface TrustedRootJson {
  mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1';
  tlogs: LogJson[];
  certificateAuthorities: AuthorityJson[];
  ctlogs: LogJson[];
  timestampAuthorities: AuthorityJson[];
}

/**
 * Whom a trusted root trusts besides an instance's own, and other windows for any of them.
 *
 * @public
 */
export interface TrustedRootOptions {
  logs?: readonly TransparencyLog[];
  timestampAuthorities?: readonly TimestampAuthority[];
  /** Since the instance was made, and without an end, where absent. */
  windows?: ReadonlyMap<TransparencyLog | TimestampAuthority, Period>;
}

export function trustedRoot(
  parts: {
    name: string;
    validFrom: Date;
    certificateLog: CertificateTransparencyLog;
    fulcio: Fulcio;
    logs: readonly TransparencyLog[];
    timestampAuthorities: readonly TimestampAuthority[];
  },
  windows: TrustedRootOptions['windows'] = new Map(),
): TrustedRootJson {
  const always = { start: parts.validFrom };
  const window = (part: TransparencyLog | TimestampAuthority) =>
    periodJson(windows.get(part) ?? always);
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: parts.logs.map(log =>
      logJson(`https://${log.host}`, log, window(log)),
    ),
    certificateAuthorities: [
      {
        subject: { organization: parts.name, commonName: 'sigstore' },
        uri: `https://fulcio.${parts.name}.test`,
        certChain: chainJson(parts.fulcio.chain),
        validFor: periodJson(always),
      },
    ],
    ctlogs: [
      logJson(
        `https://ct.${parts.name}.test`,
        parts.certificateLog,
        periodJson(always),
      ),
    ],
    timestampAuthorities: parts.timestampAuthorities.map(authority => ({
      subject: {
        organization: authority.name,
        commonName: 'sigstore-tsa-selfsigned',
      },
      uri: `https://tsa.${authority.name}.test/api/v1/timestamp`,
      certChain: chainJson(authority.chain),
      validFor: window(authority),
    })),
  };
}

function logJson(
  baseUrl: string,
  log: { keys: KeyPair; id: Buffer },
  validFor: PeriodJson,
): LogJson {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: spki(log.keys.publicKey).toString('base64'),
      keyDetails: keyDetails(log.keys.publicKey),
      validFor,
    },
    logId: { keyId: log.id.toString('base64') },
  };
}

function chainJson(chain: readonly Buffer[]) {
  return {
    certificates: chain.map(certificate => ({
      rawBytes: certificate.toString('base64'),
    })),
  };
}

function periodJson({ start, end }: Period): PeriodJson {
  return {
    start: start.toISOString(),
    ...(end && { end: end.toISOString() }),
  };
}
