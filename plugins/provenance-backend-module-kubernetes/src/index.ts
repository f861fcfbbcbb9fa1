/**
 * Tells the provenance backend what runs in the clusters of the portal.
 *
 * @packageDocumentation
 */
export { kubernetesModule as default } from './module';
