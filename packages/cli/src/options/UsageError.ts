/** The command cannot be carried out as it was typed: nothing was looked at, and no host was contacted. */
export class UsageError extends Error {
  readonly name = 'UsageError';
}
