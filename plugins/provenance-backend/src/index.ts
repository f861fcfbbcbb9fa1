/**
 * Backend of the provenance plugin.
 *
 * @packageDocumentation
 */
export { provenancePlugin as default } from './plugin';
export {
  createProvenanceUsageConditionalDecision,
  provenanceUsageConditions,
  usageResourceRef,
} from './visibility';
export type { UsageFilter } from './store';
