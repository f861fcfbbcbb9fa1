import type { LintCode } from './codes';
import type { LintOptions } from './Finding';
import type { ListView } from './view';

/** A place where a check found what it looks for. */
export interface Hit {
  path: string;
  /** The text that stands there. */
  value?: string;
  /** What the words of the code have places for, beside `{value}`. */
  words?: Record<string, string>;
}

/** One thing that is looked for in a list. */
export interface Check {
  code: LintCode;
  find(list: ListView, options: LintOptions): Hit[];
}
