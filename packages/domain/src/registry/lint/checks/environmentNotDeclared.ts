import { nearestKey } from '../../parse/nearestKey';
import type { Check } from '../Check';

/** S3.1: a rule for a name that no usage can have speaks only of usages whose environment nobody declared. */
export const environmentNotDeclared: Check = {
  code: 'environment-not-declared',
  find: ({ environments }, { environments: declared }) =>
    declared
      ? environments
          .filter(({ text }) => !declared.includes(text))
          .map(({ path, text }) => {
            const near = nearestKey(text, declared);
            return {
              path,
              value: text,
              words: { nearest: near ? `; is "${near}" meant` : '' },
            };
          })
      : [],
};
