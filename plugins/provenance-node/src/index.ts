/**
 * Extension points and services of the provenance backend.
 *
 * @packageDocumentation
 */
export * from './alertSinks';
export * from './artifacts';
export * from './authorities';
export * from './clock';
export * from './locators';
