import type { Evidence } from '../../records/evidence';
import type { AnyRequirement } from '../../registry/requirement';
import type { JudgeInput } from '../input';

/** What every requirement may ask for, whatever the statement is about. */
export function anyProblem(
  { log, matchReference }: AnyRequirement,
  { proofs, statement }: Evidence,
  { usage }: JudgeInput,
): string | undefined {
  const isLogged = [proofs.inclusion, proofs.set].some(
    ({ status }) => status === 'proven',
  );
  if (log && !isLogged) return 'no transparency log proves that it has it';
  if (!matchReference) return undefined;
  const name = statement?.subjectName;
  if (name === undefined) return 'it does not say which repository it is for';
  return usage.repository !== undefined && names(name, usage.repository)
    ? undefined
    : `it was made for ${name}`;
}

function names(name: string, repository: string): boolean {
  // Whoever signs a file knows what it is called, and not where it will lie.
  if (repository.includes('://'))
    return name === repository || name === repository.split('/').at(-1);
  return repositoryOf(name) === repositoryOf(repository);
}

/** Docker Hub goes by several names, and which of them a tool writes says nothing. */
const dockerHub = /^(?:index|registry-1)\.docker\.io\//;

/** A name as tools write it, without tag and digest: `ghcr.io/acme/payments:1.8.2@sha256:...`. */
function repositoryOf(name: string): string {
  const withoutDigest = name.split('@', 1)[0];
  const colon = withoutDigest.lastIndexOf(':');
  const hasTag = colon > withoutDigest.lastIndexOf('/');
  const repository = hasTag ? withoutDigest.slice(0, colon) : withoutDigest;
  return repository.replace(dockerHub, 'docker.io/');
}
