import type { Entity } from '@backstage/catalog-model';
import type { EntityFilter } from '../template/EntityFilter';
import { readField, type Field } from '../template/Field';
import { fillTemplate, problemOf, type Filled } from '../template/fillTemplate';
import type { Template } from '../template/Template';
import type { Details, Entry } from './Entry';
import { registryAnnotations } from './registryAnnotations';

/** The name under which what annotations of other plugins say is kept. */
export const REGISTRY_ANNOTATION_LOCATOR = 'registry-annotation';

/** How an annotation of another plugin is read. */
export interface RegistryAnnotation {
  /** One of {@link registryAnnotations}. */
  annotation: string;
  filters: EntityFilter[];
  /** Absent where its values tell it. */
  host?: string;
  /** Stands between host and repository. */
  prefix?: string;
  tag: Template;
  details: Omit<Details, 'kind' | 'bundle'>;
}

export function entryOfAnnotation(one: RegistryAnnotation): Entry {
  return {
    label: `annotation ${one.annotation}`,
    ...{ filters: one.filters, details: one.details },
    reference: entity => referenceOf(one, entity),
  };
}

function referenceOf(one: RegistryAnnotation, entity: Entity): Filled {
  const repository = repositoryOf(one, entity);
  if (!('text' in repository)) return repository;
  const tag = fillTemplate(one.tag, entity);
  return 'text' in tag ? { text: `${repository.text}:${tag.text}` } : tag;
}

function repositoryOf(one: RegistryAnnotation, entity: Entity): Filled {
  const { annotation, prefix } = one;
  const field: Field = {
    text: annotation,
    path: ['metadata', 'annotations', annotation],
  };
  const value = readField(entity, field);
  if (typeof value !== 'string') return { missing: annotation };
  const problem = problemOf(field, value);
  if (problem !== undefined) return { problem };
  const found = registryAnnotations.get(annotation)!.read(value);
  if ('problem' in found) return { problem: `its value ${found.problem}` };
  const host = found.host ?? one.host;
  // Whoever writes the annotation names a repository; which registries are looked at is configuration's word.
  if (one.host !== undefined && host !== one.host)
    return { problem: `its value leads to ${host}, not to ${one.host}` };
  const parts = [host, prefix, found.path].filter(part => part !== undefined);
  return { text: parts.join('/') };
}
