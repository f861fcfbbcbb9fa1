/**
 * Provenance tab and Signature status card for Backstage's old frontend system.
 *
 * @packageDocumentation
 */
export {
  EntityProvenanceContent,
  EntitySignatureStatusCard,
  provenancePlugin,
} from './legacyPlugin';
export { provenanceApiRef } from './api';
