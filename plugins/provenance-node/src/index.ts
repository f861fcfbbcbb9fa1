/**
 * Extension points and services of the provenance backend.
 *
 * @packageDocumentation
 */
export * from './authorities';
export * from './clock';
