/** Something the person at the keyboard can mend: one sentence that says what to do, shown without a stack. */
export class UserError extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 64) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}
