import type { SignerClaims } from '../records/signer';
import type { RepositoryBinding } from '../registry/repositoryBinding';
import type { JudgeInput } from './input';

/** By what is decided which repository is the entity's own. */
export type OwnRepositoryInput = Pick<
  JudgeInput,
  'usage' | 'entity' | 'registry'
>;

/** Which repository is the entity's own, and who says so. */
type OwnRepository = Pick<
  RepositoryBinding,
  'repository' | 'repositoryId' | 'ownerId'
> & { because: string };

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
  const { repository: sourceRepository, repositoryId, ownerId, because } = own;
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
      wanted: `${differs}=${wanted[differs]} (${because})`,
    }
  );
}

/** The reviewed binding goes before what the catalog stamped. No door lets two of one entity in; then none of them holds. */
function ownRepositoryOf(input: OwnRepositoryInput): OwnRepository | undefined {
  const { usage, entity, registry } = input;
  const [binding, another] = bindingsOf(registry.bindings, usage.entityRef);
  if (another) return undefined;
  if (binding) return { ...binding, because: `bound to ${binding.entity}` };
  const repository = entity?.stampedRepository;
  return repository === undefined
    ? undefined
    : {
        repository,
        because: `the catalog reads ${usage.entityRef} from there`,
      };
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
