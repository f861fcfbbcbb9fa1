/**
 * Provenance tab and Signature status card for Backstage's new frontend system.
 *
 * @packageDocumentation
 */
export { provenancePlugin as default } from './plugin';
export { provenanceApiRef } from './api';
