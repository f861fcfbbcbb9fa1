import { InputError } from '@backstage/errors';
import {
  ConfigurationError,
  isKeySigner,
  readUnfinishedRule,
  type RuleSigner,
  type UnfinishedRule,
} from '@countersign/domain';

/** Of anything that a rule lists. More than a person writes, and than can be held against everybody at once. */
const mostListed = 100;

/**
 * A rule that somebody is writing, as far as a preview needs it: whom it means, of whatever entity.
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
    const rule = readUnfinishedRule(value, 'rule');
    return { ...rule, signers: rule.signers.map(withoutOwn) };
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw new InputError(`${error.path}: ${error.problem}`);
    throw error;
  }
}

/** Whose repository is whose, differs by the entity; who signs at all does not. */
function withoutOwn(signer: RuleSigner): RuleSigner {
  if (isKeySigner(signer)) return signer;
  const { ownRepository: _, ...rest } = signer;
  return rest;
}
