import { CertificateTransparencyLog } from './CertificateTransparencyLog';
import { signatureOf, signContent, type SignableContent } from './content';
import { Fulcio, type FulcioSnapshot } from './Fulcio';
import { generateKeyPair, spki } from './keys';
import type { RekorEntry, TransparencyLog } from './LogEntry';
import { isRekorV2Kind, logRequests, logSignature } from './logSignature';
import { Rekor, type RekorSnapshot } from './Rekor';
import { RekorV2, type RekorV2Snapshot } from './RekorV2';
import type {
  RekorEntryKind,
  SignedMaterial,
  SigningInstance,
  SigningOptions,
  TimestampRequest,
} from './signing';
import {
  TimestampAuthority,
  type TimestampAuthoritySnapshot,
} from './TimestampAuthority';
import {
  trustedRoot,
  type TrustedRootJson,
  type TrustedRootOptions,
} from './trustedRoot';

/** What an instance consists of. */
interface Parts {
  name: string;
  validFrom: Date;
  certificateLog: CertificateTransparencyLog;
  fulcio: Fulcio;
  rekor: Rekor;
  rekorV2: RekorV2;
  timestampAuthority: TimestampAuthority;
}

/**
 * A Sigstore of one's own: certificate authority, certificate log, transparency logs of both kinds and timestamp
 * authority, at any clock.
 *
 * @example
 * ```ts
 * const acme = SigstoreInstance.create({ name: 'acme-sigstore', clock });
 * const authority = sigstoreAuthority('acme', acme.trustedRoot());
 * const material = acme.sign({ type: 'message', bytes }, { signer });
 * const withoutPromise = acme.sign(content, { signer, logEntry: 'hashedrekord-0.0.2' });
 * ```
 *
 * @public
 */
export class SigstoreInstance implements SigningInstance {
  readonly name: string;
  readonly certificateLog: CertificateTransparencyLog;
  readonly fulcio: Fulcio;
  readonly rekor: Rekor;
  /** On Ed25519, with one witness. */
  readonly rekorV2: RekorV2;
  /** On P-384. */
  readonly timestampAuthority: TimestampAuthority;

  private constructor(
    private readonly parts: Parts,
    readonly clock: { now(): Date },
  ) {
    this.name = parts.name;
    this.certificateLog = parts.certificateLog;
    this.fulcio = parts.fulcio;
    this.rekor = parts.rekor;
    this.rekorV2 = parts.rekorV2;
    this.timestampAuthority = parts.timestampAuthority;
  }

  /** Makes new keys and certificates, valid from two years before the clock's time for ten years. */
  static create(options: {
    name: string;
    clock: { now(): Date };
  }): SigstoreInstance {
    const { name, clock } = options;
    const validFrom = years(clock.now(), -2);
    const period = { notBefore: validFrom, notAfter: years(validFrom, 10) };
    const certificateLog = new CertificateTransparencyLog();
    return new SigstoreInstance(
      {
        name,
        validFrom,
        certificateLog,
        fulcio: Fulcio.create({ name, log: certificateLog, ...period }),
        rekor: Rekor.create(`rekor.${name}.test`),
        rekorV2: RekorV2.create(`log2026-1.rekor.${name}.test`),
        timestampAuthority: TimestampAuthority.create({ name, ...period }),
      },
      clock,
    );
  }

  sign(content: SignableContent, options: SigningOptions): SignedMaterial {
    const at = options.at ?? this.clock.now();
    const seenAt = options.loggedAt ?? new Date(at.getTime() + 5_000);
    const keys = options.signer.keys ?? generateKeyPair();
    const signed = signContent(content, keys.privateKey, options);
    const verifier: SignedMaterial['verifier'] =
      options.signer.type === 'key'
        ? { type: 'key', spki: spki(keys.publicKey) }
        : {
            type: 'certificate',
            certificate: this.fulcio.issue(
              keys.publicKey,
              options.signer.identity,
              { ...options.certificate, at, faults: options.faults },
            ),
            chain: this.fulcio.chain,
          };
    const logEntries = logRequests(options.logEntry, signed).map(request =>
      logSignature(
        { content: signed, verifier, key: keys.publicKey, scheme: options },
        { log: this.logFor(request.kind), at: seenAt, ...request },
      ),
    );
    const timestamps = (options.timestamps ?? stampsFor(logEntries)).map(
      ({ authority = this.timestampAuthority, ...stamp }) =>
        authority.stamp(signatureOf(signed), { at: seenAt, ...stamp }),
    );
    return { content: signed, verifier, logEntries, timestamps };
  }

  /** The instance's own log for a kind of entries. */
  logFor(kind: RekorEntryKind): TransparencyLog {
    return isRekorV2Kind(kind) ? this.rekorV2 : this.rekor;
  }

  /** What a `trusted_root.json` of this instance holds, and whom else it trusts. */
  trustedRoot(options: TrustedRootOptions = {}): TrustedRootJson {
    const { logs = [], timestampAuthorities = [], windows } = options;
    return trustedRoot(
      {
        ...this.parts,
        logs: [this.rekor, this.rekorV2, ...logs],
        timestampAuthorities: [
          this.timestampAuthority,
          ...timestampAuthorities,
        ],
      },
      windows,
    );
  }

  toJSON(): SigstoreSnapshot {
    return {
      name: this.name,
      validFrom: this.parts.validFrom.toISOString(),
      certificateLog: this.certificateLog.toJSON(),
      fulcio: this.fulcio.toJSON(),
      rekor: this.rekor.toJSON(),
      rekorV2: this.rekorV2.toJSON(),
      timestampAuthority: this.timestampAuthority.toJSON(),
    };
  }

  /** The same instance again: same keys, same certificates, the logs where they were. */
  static fromJSON(
    snapshot: SigstoreSnapshot,
    clock: { now(): Date },
  ): SigstoreInstance {
    const log = CertificateTransparencyLog.fromJSON(snapshot.certificateLog);
    return new SigstoreInstance(
      {
        name: snapshot.name,
        validFrom: new Date(snapshot.validFrom),
        certificateLog: log,
        fulcio: Fulcio.fromJSON(snapshot.fulcio, log),
        rekor: Rekor.fromJSON(snapshot.rekor),
        rekorV2: RekorV2.fromJSON(snapshot.rekorV2),
        timestampAuthority: TimestampAuthority.fromJSON(
          snapshot.timestampAuthority,
        ),
      },
      clock,
    );
  }
}

/**
 * An instance with its private keys, as a data folder keeps it.
 *
 * @public
 */
export interface SigstoreSnapshot {
  name: string;
  /** ISO 8601, UTC. */
  validFrom: string;
  /** Private key in PEM. */
  certificateLog: string;
  fulcio: FulcioSnapshot;
  rekor: RekorSnapshot;
  rekorV2: RekorV2Snapshot;
  timestampAuthority: TimestampAuthoritySnapshot;
}

/** A log that promises no time needs somebody else who says one. */
function stampsFor(entries: readonly RekorEntry[]): TimestampRequest[] {
  return entries.length > 0 && entries.every(entry => !entry.promise)
    ? [{}]
    : [];
}

function years(from: Date, count: number): Date {
  const date = new Date(from);
  date.setUTCFullYear(date.getUTCFullYear() + count);
  return date;
}
