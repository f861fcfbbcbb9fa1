import type { Pattern, UsageIdentity } from '@countersign/domain';
import type { EntityFacts } from '../../store';

/** What one service may report. */
export interface ReporterBinding {
  /** Subject of its token. */
  subject: string;
  /** Each is compared with the entity, its owner and its system. */
  entities: Pattern[];
  environments: Pattern[];
}

/**
 * Whether one of a service's bindings lets it report something. A report outranks what the entity declares (S3.2), so
 * whoever may report anything can make any artifact disappear from view (S9.6).
 */
export function isBound(
  bindings: ReporterBinding[],
  { entityRef, owner, system }: EntityFacts,
  { environment }: Pick<UsageIdentity, 'environment'>,
): boolean {
  const names = [entityRef, owner, system].filter(name => name !== undefined);
  return bindings.some(
    ({ entities, environments }) =>
      names.some(name => entities.some(one => one.matches(name))) &&
      environments.some(one => admits(one, environment)),
  );
}

/** What names no environment is about every one of them. */
function admits(pattern: Pattern, environment: string | undefined): boolean {
  return environment === undefined
    ? ['*', '**'].includes(pattern.source)
    : pattern.matches(environment);
}
