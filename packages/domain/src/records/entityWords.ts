/**
 * What the catalog says of an entity, in the words of whoever writes it. A word that is absent is not known.
 *
 * @public
 */
export interface EntityWords {
  /** In small letters, such as `component`. */
  kind?: string;
  /** `spec.type` */
  type?: string;
  /** Full reference, `group:default/payments`. */
  owner?: string;
  /** Full reference, `system:default/checkout`. */
  system?: string;
  /** `spec.lifecycle` */
  lifecycle?: string;
  /** Absent: not known which there are. */
  labels?: Record<string, string>;
  /**
   * The repository from which the catalog reads it: `https://github.com/acme/payments`. The one word here that the
   * catalog stamps itself; whoever writes the entity cannot choose another (S2.4).
   */
  stampedRepository?: string;
}
