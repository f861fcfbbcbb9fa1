import type { SignableContent, SignedContent } from './content';
import type {
  CertificateFaults,
  CertificateIdentity,
  CertificateOptions,
} from './Fulcio';
import type { KeyPair } from './keys';
import type { RekorEntry, TransparencyLog } from './LogEntry';
import type { RekorV1EntryKind } from './rekorBody';
import type { RekorV2EntryKind } from './rekorBodyV2';
import type { SignatureScheme } from './signBytes';
import type { StampOptions, TimestampAuthority } from './TimestampAuthority';

/**
 * Who signs: an identity that gets a certificate for a key, or the holder of a long-lived key.
 *
 * @public
 */
export type Signer =
  | {
      type: 'certificate';
      identity: CertificateIdentity;
      /** A new one on P-256 where absent. */
      keys?: KeyPair;
    }
  | { type: 'key'; keys: KeyPair };

/** @public */
export type RekorEntryKind = RekorV1EntryKind | RekorV2EntryKind;

/**
 * One entry in one log.
 *
 * @public
 */
export interface LogRequest {
  kind: RekorEntryKind;
  /** The instance's own log for such entries where absent. */
  log?: TransparencyLog;
  /** `loggedAt` where absent. */
  at?: Date;
}

/**
 * One timestamp by one authority.
 *
 * @public
 */
export interface TimestampRequest extends Partial<StampOptions> {
  /** The instance's own where absent. */
  authority?: TimestampAuthority;
}

/**
 * When and how a signature is made, and what is wrong with it.
 *
 * @public
 */
export interface SigningOptions extends SignatureScheme {
  signer: Signer;
  /** When the certificate is issued and the signature made. The instance's clock where absent. */
  at?: Date;
  /** When logs and timestamp authorities see the signature. Five seconds after `at` where absent. */
  loggedAt?: Date;
  /**
   * The entry that the log gets, or several; `none` leaves it out. `hashedrekord` or `dsse` of Rekor v1 where absent.
   */
  logEntry?: RekorEntryKind | 'none' | readonly LogRequest[];
  /**
   * Timestamps over the signature. Where absent: one by the instance's own authority if there are log entries and none
   * of them promises a time, else none.
   */
  timestamps?: readonly TimestampRequest[];
  /** What the certificate says besides the identity. */
  certificate?: CertificateOptions;
  faults?: CertificateFaults;
}

/**
 * A signature with everything that proves it: the one source of bundles and of cosign's annotations.
 *
 * @public
 */
export interface SignedMaterial {
  content: SignedContent;
  verifier:
    | { type: 'certificate'; certificate: Buffer; chain: Buffer[] }
    | { type: 'key'; spki: Buffer };
  logEntries: RekorEntry[];
  /** TimeStampResp in DER, each over the signature (RFC 3161). */
  timestamps: Buffer[];
}

/**
 * Signs content and has it witnessed.
 *
 * @public
 */
export interface SigningInstance {
  sign(content: SignableContent, options: SigningOptions): SignedMaterial;
}
