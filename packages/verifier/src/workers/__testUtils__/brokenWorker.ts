/** A worker that does not even start. */
export const brokenFile = __filename;

throw new Error('this file cannot be loaded');
