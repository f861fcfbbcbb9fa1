export type { Exception, ExceptionTarget } from './Exception';
