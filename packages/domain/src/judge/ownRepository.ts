import type { EntityWords } from '../records/entityWords';
import type { SignerClaims } from '../records/signer';
import type { Usage } from '../records/usage';
import type { RepositoryBinding } from '../registry/repositoryBinding';
import type { RegistryContent } from '../registry/rule';

/**
 * By what is decided which repository is the entity's own.
 *
 * @public
 */
export interface OwnRepositoryInput {
  usage: Pick<Usage, 'entityRef'>;
  entity?: Pick<EntityWords, 'stampedRepository'>;
  registry: Pick<RegistryContent, 'bindings'>;
}

/**
 * Where no entity is known: a signer that asks for its own repository is met by nobody.
 *
 * @public
 */
export const noEntity: OwnRepositoryInput = {
  usage: { entityRef: '' },
  registry: {},
};

/**
 * Which repository is the entity's own.
 *
 * @public
 */
export interface OwnRepository
  extends Pick<RepositoryBinding, 'repository' | 'repositoryId' | 'ownerId'> {
  /** Who says so: a reviewed binding, or the place from which the catalog reads the entity. */
  basis: 'binding' | 'managed-by';
}

/** The first thing in which a certificate does not come from the entity's own repository. */
export interface OwnDifference {
  found: string;
  wanted: string;
}

/**
 * S2.4: by name, and by the ids that the review pinned. An id that is pinned and that the certificate does not have is
 * not met: who knows whose name it is by now?
 *
 * @returns undefined where it comes from there
 */
export function differenceFromOwn(
  claims: SignerClaims,
  input: OwnRepositoryInput,
): OwnDifference | undefined {
  const own = ownRepositoryOf(input);
  if (!own)
    return {
      found: claimIn(claims, 'sourceRepository'),
      wanted: `the own repository of ${input.usage.entityRef}, and nothing says which one that is`,
    };
  const { repository: sourceRepository, repositoryId, ownerId } = own;
  const wanted = {
    sourceRepository,
    sourceRepositoryId: repositoryId,
    ownerId,
  };
  const differs = (Object.keys(wanted) as (keyof typeof wanted)[]).find(
    name =>
      wanted[name] !== undefined && valueOf(claims, name) !== wanted[name],
  );
  return (
    differs && {
      found: claimIn(claims, differs),
      wanted: `${differs}=${wanted[differs]} (${whyOwn(own, input)})`,
    }
  );
}

/**
 * S2.4: the reviewed binding, else the place that the catalog stamped. No door lets two bindings of one entity in; should
 * they come through, neither holds.
 *
 * @public
 */
export function ownRepositoryOf({
  usage,
  entity,
  registry,
}: OwnRepositoryInput): OwnRepository | undefined {
  const [binding, another] = bindingsOf(registry.bindings, usage.entityRef);
  if (another) return undefined;
  if (binding) {
    const { entity: _, reason: __, ...own } = binding;
    return { ...own, basis: 'binding' };
  }
  const repository = entity?.stampedRepository;
  return repository === undefined
    ? undefined
    : { repository, basis: 'managed-by' };
}

function whyOwn({ basis }: OwnRepository, { usage }: OwnRepositoryInput) {
  return basis === 'binding'
    ? `bound to ${usage.entityRef}`
    : `the catalog reads ${usage.entityRef} from there`;
}

const kept = new WeakMap<
  readonly RepositoryBinding[],
  Map<string, RepositoryBinding[]>
>();

/**
 * The bindings of one entity, by its reference in whatever letters.
 *
 * @param bindings - never changed afterwards: what is found out about them is kept with the list
 */
export function bindingsOf(
  bindings: readonly RepositoryBinding[] = [],
  entityRef: string,
): readonly RepositoryBinding[] {
  if (bindings.length === 0) return bindings;
  const known = kept.get(bindings) ?? byEntity(bindings);
  kept.set(bindings, known);
  return known.get(entityRef.toLocaleLowerCase('en-US')) ?? [];
}

function byEntity(bindings: readonly RepositoryBinding[]) {
  const found = new Map<string, RepositoryBinding[]>();
  for (const binding of bindings) {
    const there = found.get(binding.entity);
    if (there) there.push(binding);
    else found.set(binding.entity, [binding]);
  }
  return found;
}

function claimIn(claims: SignerClaims, name: keyof SignerClaims): string {
  const value = valueOf(claims, name);
  return value === undefined ? `no ${name}` : `${name}=${value}`;
}

function valueOf(claims: SignerClaims, name: keyof SignerClaims) {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}
