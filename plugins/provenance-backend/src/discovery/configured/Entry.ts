import type { Entity } from '@backstage/catalog-model';
import type { EntityFilter } from '../template/EntityFilter';
import type { Filled } from '../template/fillTemplate';
import type { Template } from '../template/Template';

/** What an entry says beside the reference. */
export interface Details {
  kind?: Template;
  bundle?: Template;
  environment?: Template;
  cloud?: Template;
  location?: Template;
}

/** One line of configuration that says what many entities run or ship. */
export interface Entry {
  /** How messages, and usages without a reference, call it. */
  label: string;
  /** It speaks about the entities that one of them lets through. */
  filters: readonly EntityFilter[];
  details: Details;
  reference(entity: Entity): Filled;
}
