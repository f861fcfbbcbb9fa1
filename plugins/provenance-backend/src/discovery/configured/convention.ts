import type { EntityFilter } from '../template/EntityFilter';
import { fillTemplate } from '../template/fillTemplate';
import type { Template } from '../template/Template';
import type { Details, Entry } from './Entry';

/** The name under which what conventions say is kept. */
export const CONVENTION_LOCATOR = 'convention';

/** What a company agreed on about the names of its artifacts. */
export interface Convention {
  name: string;
  filters: EntityFilter[];
  reference: Template;
  details: Details;
}

export function entryOfConvention(convention: Convention): Entry {
  const { name, filters, reference, details } = convention;
  return {
    label: `convention ${name}`,
    ...{ filters, details },
    reference: entity => fillTemplate(reference, entity),
  };
}
