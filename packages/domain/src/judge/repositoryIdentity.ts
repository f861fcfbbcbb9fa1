import type { Evidence } from '../records/evidence';
import { bindingsOf, type OwnRepositoryInput } from './ownRepository';

/**
 * A repository that has the reviewed name and is another one.
 *
 * @public
 */
export interface ChangedIdentity {
  repository: string;
  /** What the review pinned, as far as it differs: `id 123, owner id 45`. */
  pinned: string;
  /** What the certificate says instead. */
  found: string;
}

const pins = [
  { words: 'id', pin: 'repositoryId', claim: 'sourceRepositoryId' },
  { words: 'owner id', pin: 'ownerId', claim: 'ownerId' },
] as const;

/**
 * Whether evidence comes from a repository that has the name of the entity's bound one and another id: deleted and
 * registered again, or given away (S2.4). For findings; the judge holds signers to it by itself.
 *
 * @returns undefined where it does not, where no id is pinned, and where the certificate has none
 * @public
 */
export function changedIdentity(
  { signer, outcome }: Evidence,
  input: OwnRepositoryInput,
): ChangedIdentity | undefined {
  if (outcome.status !== 'proven' || signer?.type !== 'certificate')
    return undefined;
  const { claims } = signer;
  const binding = bindingsOf(
    input.registry.bindings,
    input.usage.entityRef,
  ).find(({ repository }) => repository === claims.sourceRepository);
  if (!binding) return undefined;
  const changed = pins.flatMap(({ words, pin, claim }) => {
    const [pinned, found] = [binding[pin], claims[claim]];
    return pinned === undefined || found === undefined || pinned === found
      ? []
      : [{ pinned: `${words} ${pinned}`, found: `${words} ${found}` }];
  });
  return changed.length === 0
    ? undefined
    : {
        repository: binding.repository,
        pinned: changed.map(({ pinned }) => pinned).join(', '),
        found: changed.map(({ found }) => found).join(', '),
      };
}
