import type { SignerTemplate } from './SignerTemplate';

/**
 * What makes a signer of an issuer weaker than it looks. The linter's checks read them; people read
 * {@link KnownIssuer.notes}.
 *
 * @public
 */
export interface IssuerHazards {
  /** The subject names the workflow that signs, and others may call it: only a claim says for which repository. */
  isReusable?: boolean;
  /** What the runner claim says of machines that are the provider's. Others are whoever registered them. */
  hostedRunner?: string;
  /** The subject says nothing of branch or tag: only these claims do. */
  refClaims?: readonly ('sourceRef' | 'tokenSubject')[];
  /** Its subjects are e-mail addresses: people, and robots only where the address shows it. */
  isPersonal?: boolean;
  /** Its subjects are the same in every cluster on earth: only the whole issuer tells them apart. */
  isCluster?: boolean;
  /** For trying things out: anybody may get an identity there. */
  isStaging?: boolean;
  /** It hands on who signed in elsewhere; certificates name that issuer, and never this one. */
  isIntermediary?: boolean;
}

/**
 * An identity provider whose tokens certificate authorities take, and what is known of its identities.
 *
 * @public
 */
export interface KnownIssuer {
  id: string;
  title: string;
  /**
   * Its addresses. `{name}` stands for one label without dots or slashes, `{host}` for a host name; everything else is
   * compared to the letter.
   */
  issuers: readonly string[];
  /** A subject as it stands in a certificate. */
  example: string;
  /** Which segment of the subject's path says whose it is, from 0. Absent: the subject has no path. */
  ownerSegment?: number;
  hazards: IssuerHazards;
  /** What a person should know before they accept a signer of it, a sentence each. */
  notes: readonly string[];
  templates: readonly SignerTemplate[];
}
