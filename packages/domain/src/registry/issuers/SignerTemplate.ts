import type { SignerClaims } from '../../records/signer';
import type { CertificateSigner } from '../rule';

/**
 * A signer together with what its certificate's claims have to say: anchored patterns, by the claim's name (S2.1).
 *
 * @public
 */
export type SignerPattern = Omit<CertificateSigner, 'isExact'>;

/**
 * One thing that a person fills in.
 *
 * @public
 */
export interface TemplateField {
  name: string;
  label: string;
  example: string;
  /** Source of a regular expression that the whole value has to match. No form lets `@`, `?`, `#` or `%` through by chance. */
  form: string;
  /** What the form asks for, in words: "lower-case letters, digits and dashes". */
  words: string;
  /** Where it may be left out, the claims that need it are left out too. */
  isOptional?: boolean;
}

/**
 * How a signer of a known issuer is written: `{field}` stands for what a person filled in.
 *
 * @public
 */
export interface SignerTemplate {
  id: string;
  title: string;
  issuer: string;
  subject: string;
  claims?: SignerClaims;
  fields: readonly TemplateField[];
}
