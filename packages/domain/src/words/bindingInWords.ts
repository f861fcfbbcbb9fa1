import type { RepositoryBinding } from '../registry/repositoryBinding';
import { visibleText } from '../text';
import { listed } from './listed';

/**
 * A binding in words. Everything is safe to show.
 *
 * @public
 */
export interface BindingInWords {
  /** "The repository of component:default/payments is https://github.com/acme/payments, with the id 123." */
  sentence: string;
  /** What is compared: the address. */
  exact: string;
  /** What it takes for the same repository. */
  pinned: string;
  /** Why, in the words of whoever wrote it. */
  because?: string;
}

/**
 * Says which repository is an entity's own.
 *
 * @public
 */
export function bindingInWords({
  entity,
  repository,
  repositoryId,
  ownerId,
  reason,
}: RepositoryBinding): BindingInWords {
  const ids = [
    ...(repositoryId === undefined
      ? []
      : [`the id ${visibleText(repositoryId)}`]),
    ...(ownerId === undefined ? [] : [`the owner id ${visibleText(ownerId)}`]),
  ];
  const having = ids.length === 0 ? '' : `, with ${listed(ids)}`;
  return {
    sentence: `The repository of ${visibleText(entity)} is ${visibleText(
      repository,
      500,
    )}${having}.`,
    exact: visibleText(repository, 500),
    pinned:
      ids.length === 0
        ? 'Whoever has that name: no id is pinned.'
        : 'Another repository of that name does not count.',
    ...(reason !== undefined && { because: visibleText(reason, 2_000) }),
  };
}
