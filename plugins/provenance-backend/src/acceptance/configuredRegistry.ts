import type {
  AcceptanceRegistry,
  AcceptanceRule,
  ReviewedBuilder,
} from '@countersign/domain';

/**
 * The list in configuration as version 1 of the registry. An empty list is valid: nobody may sign anything yet, and
 * every verdict says so.
 */
export function configuredRegistry(
  initial: AcceptanceRule[],
  builders?: ReviewedBuilder[],
): AcceptanceRegistry {
  return { version: 1, rules: initial, ...(builders && { builders }) };
}
