import type { AcceptanceList, Digest } from '@countersign/domain';
import type {
  FileHostAccess,
  Limits,
  MirrorAccess,
  RegistryAccess,
  SigstoreThresholds,
} from '@countersign/verifier';
import type { Convention } from '../discovery/configured/convention';
import type { RegistryAnnotation } from '../discovery/configured/registryAnnotation';
import type { ReporterBinding } from '../discovery';
import type { ExpectedKind } from '../store';
import type { LogSettings } from '../log';
import type { NotificationSettings } from '../tell';

/**
 * Where an authority's content comes from. A plain path is read at start-up; `inline` came through `$file` or
 * `$include`, which Backstage resolves beside the configuration file.
 */
export type AuthorityContent =
  | { from: 'path'; path: string; sha256?: string }
  | { from: 'inline'; value: unknown };

/** How an authority's source is asked again. */
export interface Refreshing {
  intervalMs: number;
  /** Digest of a version that is taken although it proves less than the one in force. */
  accept?: Digest;
}

/** An authority as configuration names it, not loaded yet. */
export type ConfiguredAuthority = ConfiguredRoot | ConfiguredKey;

export type ConfiguredRoot = {
  name: string;
  thresholds?: Partial<SigstoreThresholds>;
} & (
  | ({
      type: 'public-good';
      /** What is built in, and nothing newer. */
      offline: boolean;
      mirror?: MirrorAccess;
    } & Refreshing)
  | ({ type: 'tuf'; mirror: MirrorAccess; root: AuthorityContent } & Refreshing)
  | { type: 'url'; access: MirrorAccess & { sha256: string } }
  | { type: 'trusted-root'; content: AuthorityContent }
);

export interface ConfiguredKey {
  name: string;
  type: 'key';
  content: AuthorityContent;
  notBefore?: string;
  notAfter?: string;
  /** Name of the trust root that proves when signatures of the key were made. */
  log?: string;
}

/** Everything under `provenance:`, checked, with defaults filled in. */
export interface ProvenanceConfiguration {
  /** In the order of display. Absent: any environment may be named. */
  environments?: string[];
  clouds?: string[];
  registries: RegistryAccess[];
  fileHosts: FileHostAccess[];
  /** What differs from the verifier's own. */
  limits: Partial<Limits>;
  authorities: ConfiguredAuthority[];
  discovery: {
    intervalMs: number;
    /** Of which something is expected to run. */
    expected: ExpectedKind[];
    conventions: Convention[];
    registryAnnotations: RegistryAnnotation[];
    reporters: ReporterBinding[];
  };
  verification: {
    intervalMs: number;
    staleAfterMs: number;
    concurrency: number;
    /** Processes that verify; absent: one fewer than there are processors. */
    workers?: number;
  };
  acceptance: AcceptanceList;
  notifications: NotificationSettings;
  log: LogSettings;
}
