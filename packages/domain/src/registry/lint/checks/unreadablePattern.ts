import { compilePattern } from '../../../pattern';
import type { Check, Hit } from '../Check';

/** S2.2 */
export const unreadablePattern: Check = {
  code: 'unreadable-pattern',
  find: ({ patterns }) =>
    patterns.flatMap(({ path, text }): Hit[] => {
      try {
        compilePattern(text);
        return [];
      } catch (error) {
        return [
          { path, value: text, words: { problem: (error as Error).message } },
        ];
      }
    }),
};
