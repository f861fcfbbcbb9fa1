/**
 * Provenance tab and Signature status card for Backstage's old frontend system.
 *
 * @packageDocumentation
 */
export {
  EntityProvenanceContent,
  EntitySignatureStatusCard,
  ProvenancePage,
  provenancePlugin,
} from './legacyPlugin';
export { provenanceApiRef } from './api';
