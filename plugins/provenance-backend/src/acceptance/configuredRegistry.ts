import type { AcceptanceList, AcceptanceRegistry } from '@countersign/domain';

/**
 * The list in configuration as a version of the registry. An empty list is valid: nobody may sign anything yet, and
 * every verdict says so.
 */
export function configuredRegistry(
  { initial, distrust, builders, bindings, keys }: AcceptanceList,
  version: number,
): AcceptanceRegistry {
  return {
    version,
    rules: initial,
    ...(distrust && { distrust }),
    ...(builders && { builders }),
    ...(bindings && { bindings }),
    ...(keys && { keys }),
  };
}
