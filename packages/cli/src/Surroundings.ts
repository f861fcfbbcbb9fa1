/**
 * What a command needs of the machine that it runs on.
 *
 * @public
 */
export interface Surroundings {
  /** Environment variables. */
  env: Record<string, string | undefined>;
  /** The user's own folder. Where it is no absolute path nothing is read from it. */
  home: string;
  /** The clock. */
  now(): Date;
  /** Writes to the output. Rejects where it cannot be written: an answer that nobody got is no answer. */
  print(text: string): Promise<void>;
  /** Writes a line for people beside the output. Never fails. */
  warn(text: string): void;
}
