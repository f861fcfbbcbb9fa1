export { lintCodes, lintWords, type LintCode, type LintWords } from './codes';
export * from './Finding';
export * from './lint';
export * from './lintText';
