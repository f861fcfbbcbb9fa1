import {
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { visibleText } from '@countersign/domain';
import type { EntityFacts } from '../store';
import { registryAnnotations } from './configured/registryAnnotations';
import { stampedRepository } from './stampedRepository';

/** Annotations of a portal by which somebody may know where an entity's artifacts are. */
const telling =
  /^(backstage\.io\/kubernetes-(id|label-selector)|argocd\/app-|github\.com\/project-slug|gitlab\.com\/project-slug)/;

/** What is kept of an entity, to list it where nothing is known to run. */
export function entityFacts(entity: Entity): EntityFacts {
  const { spec, metadata } = entity;
  const defaults = {
    defaultNamespace: metadata.namespace ?? 'default',
  };
  const ref = (value: unknown, defaultKind: string) =>
    refOf(value, { ...defaults, defaultKind });
  return {
    entityRef: stringifyEntityRef(entity),
    kind: entity.kind.toLocaleLowerCase('en-US'),
    type: shortText(spec?.type),
    owner: ownerOf(entity) ?? ref(spec?.owner, 'group'),
    system: ref(spec?.system, 'system'),
    lifecycle: shortText(spec?.lifecycle),
    labels: labelsOf(entity),
    stampedRepository: stampedRepository(entity),
    problem: problemOf(entity),
    hints: Object.keys(metadata.annotations ?? {})
      .filter(name => telling.test(name) || registryAnnotations.has(name))
      .sort(),
  };
}

function ownerOf({ relations }: Entity): string | undefined {
  return relations?.find(({ type }) => type === RELATION_OWNED_BY)?.targetRef;
}

function refOf(
  value: unknown,
  defaults: { defaultKind: string; defaultNamespace: string },
): string | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return stringifyEntityRef(parseEntityRef(value, defaults));
  } catch {
    return undefined;
  }
}

/** The catalog keeps the last version that it could read: what it shows may not be what the entity says now. */
function problemOf(entity: Entity): string | undefined {
  const { status } = entity as { status?: { items?: unknown } };
  const items = Array.isArray(status?.items) ? status.items : [];
  const error = items.find(
    item =>
      item?.type === 'backstage.io/catalog-processing' &&
      item?.level === 'error',
  );
  return error && visibleText(String(error.message ?? 'unknown'), 300);
}

/** More, or longer ones, than the catalog itself allows are not kept: nothing is known of them then. */
const labelLimits = { labels: 50, name: 320, value: 200 };

function labelsOf({ metadata }: Entity): Record<string, string> | undefined {
  const labels = Object.entries(metadata.labels ?? {});
  const areFew =
    labels.length <= labelLimits.labels &&
    labels.every(
      ([name, value]) =>
        typeof value === 'string' &&
        name.length <= labelLimits.name &&
        value.length <= labelLimits.value,
    );
  return areFew ? Object.fromEntries(labels) : undefined;
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' ? visibleText(value, 100) : undefined;
}
