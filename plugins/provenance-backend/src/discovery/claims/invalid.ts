import type { Cause } from '@countersign/domain';

/** The cause of whatever is wrong with an annotation: its author's move. */
export function invalid(message: string): Cause {
  return { code: 'annotation-invalid', origin: 'configuration', message };
}
