import { InputError } from '@backstage/errors';
import {
  ConfigurationError,
  readUnfinishedRule,
  type UnfinishedRule,
} from '@countersign/domain';

/** Of anything that a rule lists. More than a person writes, and than can be held against everybody at once. */
const mostListed = 100;

/**
 * A rule that somebody is writing, as far as a preview needs it.
 *
 * @throws InputError with the path of the first mistake
 */
export function readPreviewed(value: object): UnfinishedRule {
  for (const [key, list] of Object.entries(value))
    if (Array.isArray(list) && list.length > mostListed)
      throw new InputError(
        `rule.${key}: has more than ${mostListed} entries; a preview takes no more`,
      );
  try {
    return readUnfinishedRule(value, 'rule');
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw new InputError(`${error.path}: ${error.problem}`);
    throw error;
  }
}
