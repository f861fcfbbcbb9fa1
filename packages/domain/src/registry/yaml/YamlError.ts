/**
 * A place in a file, both from 1.
 *
 * @public
 */
export interface YamlPosition {
  line: number;
  column: number;
}

/**
 * A file that is no plain data, or more of it than anybody writes.
 *
 * @public
 */
export class YamlError extends Error implements YamlPosition {
  readonly name = 'YamlError';
  readonly line: number;
  readonly column: number;

  /**
   * @param problem - what is wrong
   * @param fix - what to do
   */
  constructor(
    { line, column }: YamlPosition,
    readonly problem: string,
    readonly fix: string,
  ) {
    super(`line ${line}, column ${column}: ${problem}; ${fix}`);
    this.line = line;
    this.column = column;
  }
}
