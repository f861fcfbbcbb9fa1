import type { Digest } from '@countersign/domain';
import type { Page, PageQuery, SortOrder } from './api';

/**
 * How `GET /signers` is sorted: by when something that they signed was last new, by when it was first seen, or by how
 * many usages they signed.
 *
 * @public
 */
export const signerSorts = ['lastSeen', 'firstSeen', 'usages'] as const;

/** @public */
export type SignerSort = (typeof signerSorts)[number];

/**
 * Filters of `GET /signers`. Values of one filter are alternatives; filters are all met.
 *
 * @public
 */
export interface SignerQuery extends PageQuery {
  /** A part of the subject, or of the name of a key; ASCII letters count the same in both cases. */
  text?: string;
  /** OIDC issuers, as in the certificate. Keys have none. */
  issuer?: string[];
  /** Names of authorities. */
  authority?: string[];
  /** Of the usages that they signed. */
  environment?: string[];
  /** `true` where absent; `false`: whom no rule accepts (S11.1). */
  accepted?: boolean;
  /** `lastSeen` where absent. */
  sort?: SignerSort;
  /** `desc` where absent. */
  order?: SortOrder;
}

/**
 * Somebody whom an authority proves to have signed what runs now, over all usages that the viewer may see. Subject and
 * issuer are the certificate's words: escape them where they are shown.
 *
 * @public
 */
export interface SignerItem {
  /** Opaque. */
  id: string;
  type: 'certificate' | 'key';
  /** Name of the authority that proves it; of a key it is the key's. */
  authority: string;
  /** OIDC issuer; absent for a key. */
  issuer?: string;
  /**
   * Subject of the certificate; of a workflow without the ref, so that its releases are one signer. At most 1,000
   * characters. Absent for a key.
   */
  subject?: string;
  subjectType?: 'uri' | 'email' | 'other';
  /** SHA-256 of the public key; absent for a certificate. */
  fingerprint?: Digest;
  /** Whether a rule in force names them for at least one of the usages. */
  accepted: boolean;
  /** No rule accepts them: show it closed, as what a stranger says (S11.1). */
  closed: boolean;
  /** Usages that the viewer may see and that they signed; 0 only for who may see all evidence. */
  usages: number;
  /** Of these, those for which a rule in force names them. */
  acceptedUsages: number;
  /** ISO 8601, UTC. */
  firstSeenAt: string;
  /** When something that they signed was last new. A look that finds what was there before changes nothing. ISO 8601, UTC. */
  lastSeenAt: string;
}

/**
 * Answer of `GET /signers`.
 *
 * @public
 */
export interface SignerPage extends Page<SignerItem> {
  /**
   * Usages that the viewer may see and of which nobody can say now who signed them: at which nobody has looked yet, also
   * not since the upgrade that brought this list, or could not be looked at. While there are any, the list is not all.
   */
  undetermined: number;
  /** What has to be said beside the list, where it shows whom no rule accepts. */
  note?: string;
}
