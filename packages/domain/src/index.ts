/**
 * Types, judge, patterns and explanations of Countersign. Pure: runs in Node and in the browser.
 *
 * @packageDocumentation
 */
export * from './exception';
export * from './explanation';
export * from './judge';
export * from './pattern';
export * from './proposal';
export * from './records';
export * from './registry';
export * from './replay';
export * from './suggestion';
export * from './text';
export * from './usages';
export * from './words';
