import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_USAGE } from '@countersign/backstage-plugin-provenance-common';
import type { UsageIdentity } from '@countersign/domain';
import { z } from 'zod';
import type { UsageFilter } from '../store';

/**
 * Usages, as permission policies name them.
 *
 * @public
 */
export const usageResourceRef = createPermissionResourceRef<
  UsageIdentity,
  UsageFilter
>().with({ pluginId: 'provenance', resourceType: RESOURCE_TYPE_USAGE });

const names = z.array(z.string().min(1)).min(1);

const hasEnvironment = createPermissionRule({
  name: 'HAS_ENVIRONMENT',
  description: 'Allow usages in one of these environments',
  resourceRef: usageResourceRef,
  paramsSchema: z.object({ environments: names }),
  apply: ({ environment }, { environments }) =>
    environment !== undefined && environments.includes(environment),
  toQuery: ({ environments }) => ({
    column: 'environment' as const,
    values: environments,
  }),
});

const isEntity = createPermissionRule({
  name: 'IS_ENTITY',
  description: 'Allow usages of one of these entities',
  resourceRef: usageResourceRef,
  paramsSchema: z.object({ entityRefs: names }),
  apply: ({ entityRef }, { entityRefs }) =>
    lower(entityRefs).includes(entityRef),
  toQuery: ({ entityRefs }) => ({
    column: 'entity_ref' as const,
    values: lower(entityRefs),
  }),
});

/** The catalog compares references without case, and they are stored in lower case. */
function lower(entityRefs: string[]): string[] {
  return entityRefs.map(ref => ref.toLocaleLowerCase('en-US'));
}

export const usageRules = { hasEnvironment, isEntity };

const exported = createConditionExports({
  resourceRef: usageResourceRef,
  rules: usageRules,
});

/**
 * Conditions over usages, for permission policies.
 *
 * @public
 */
export const provenanceUsageConditions = exported.conditions;

/**
 * Makes a conditional decision about `provenance.usage.read`.
 *
 * @public
 */
export const createProvenanceUsageConditionalDecision =
  exported.createConditionalDecision;
