import type { NearestSigner } from '@countersign/domain';
import type { SignerItem } from './signers';

/**
 * Body of `POST /acceptance/preview`.
 *
 * @public
 */
export interface RulePreviewRequest {
  /**
   * As configuration writes it. Only its signers have to be there and be read without mistake; at most 100 entries in
   * each of its lists.
   */
  rule: object;
}

/**
 * Somebody who was seen signing, held against a rule that is being written.
 *
 * @public
 */
export interface PreviewedSigner
  extends Pick<
    SignerItem,
    | 'id'
    | 'type'
    | 'authority'
    | 'issuer'
    | 'subject'
    | 'fingerprint'
    | 'usages'
    | 'lastSeenAt'
  > {
  /**
   * Refs at which they signed and that decide here; at most 5. Of one whom the rule means at some refs and not at others,
   * those at which it does. Absent where none decides.
   */
  refs?: string[];
  /** Of one whom the rule does not mean: where its nearest signer differs. */
  nearest?: NearestSigner;
}

/**
 * Whom a rule would mean of those who were seen signing, as far as the viewer may see, of whatever entity: what a signer
 * asks of the entity's own repository is left out. At most 50 of each are named:
 * those who sign most, and of the others those who come nearest.
 *
 * @public
 */
export interface RulePreview {
  matching: PreviewedSigner[];
  others: PreviewedSigner[];
  counts: { matching: number; others: number };
  /** Usages of which the rule speaks; 0 while what it is about cannot be read. */
  usages: number;
}

/**
 * What a rule in force does. Where it is off it speaks of nothing.
 *
 * @public
 */
export interface RuleUse {
  rule: string;
  /** Usages of which it speaks. */
  usages: number;
  /** Of these, those that meet it. */
  met: number;
  /** When a usage that meets it was last looked at. ISO 8601. Absent: none meets it. */
  lastMetAt?: string;
}

/**
 * Answer of `GET /acceptance/use`: over all usages, since a rule holds for all of them.
 *
 * @public
 */
export interface AcceptanceUse {
  /** The version that was counted. */
  version: number;
  /** ISO 8601. */
  countedAt: string;
  /** In the order of the list. */
  rules: RuleUse[];
  /** Usages that were not judged by this version yet and count nowhere, as for a while after a merge. Absent: none. */
  pending?: number;
}

/**
 * The narrowest rule that accepts what was seen of somebody who signs what runs, for one source repository: exactly these
 * repositories, environments, refs and sources; only several version tags become all of them. All its texts but the name
 * may be a stranger's: escape them where they are shown.
 *
 * @public
 */
export interface RuleSuggestion {
  /** Opaque. */
  id: string;
  /** As configuration writes it; it observes. Its name is of no rule in force. */
  rule: object;
  /** One, or several where one identity is proven under several authorities. */
  signers: SignerItem[];
  /** Usages that it would speak of, of those that the viewer may see. */
  usages: number;
  /** In which it was seen, also those that nobody declared. The rule names the declared ones. */
  environments: string[];
  /**
   * Why it is believed to be theirs: the source that all certificates name is, of every entity, the reviewed binding, or
   * the repository from which the catalog reads it. What an entity says of itself is none.
   */
  basis: 'binding' | 'managed-by' | 'none';
  /**
   * May be ticked beforehand: its basis is reviewed or stamped, and production is not among its environments. Where nobody
   * said which environments are production, all are.
   */
  isPreselected: boolean;
}

/**
 * Answer of `GET /acceptance/suggestions`: of the 200 who sign most of what the viewer may see and whom no rule in force
 * accepts there. Others come when these have their rules.
 *
 * @public
 */
export interface RuleSuggestions {
  /** At most 200; those that speak of most usages first. */
  suggestions: RuleSuggestion[];
  /** Signers of whom no narrow rule can be written, and why not. */
  left: { signer: SignerItem; why: string }[];
}
