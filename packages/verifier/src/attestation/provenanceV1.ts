import type { ProvenanceStatement } from '@countersign/domain';
import { textAt, valueAt } from '../json';
import { verificationLimits } from '../limits';
import { optionalList, requiredText } from './fields';
import { repositoryAddress } from './repositoryAddress';
import { commitOf, provenanceStatement, refOf } from './sourceOf';

/**
 * @remarks Source: SLSA provenance v1; the shapes of `externalParameters` are those of GitHub's workflow build type, of
 * slsa-github-generator's container-based one and of Google Cloud Build.
 */
export function readProvenanceV1(predicate: unknown): ProvenanceStatement {
  const buildType = requiredText(predicate, 'buildDefinition', 'buildType');
  const definition = valueAt(predicate, 'buildDefinition');
  const parameters = valueAt(definition, 'externalParameters');
  const sourceRepository =
    textAt(parameters, 'source', 'uri') ??
    textAt(parameters, 'workflow', 'repository') ??
    textAt(parameters, 'buildConfigSource', 'repository');
  const dependency = dependencyOf(definition, sourceRepository);
  return provenanceStatement({
    builder: requiredText(predicate, 'runDetails', 'builder', 'id'),
    buildType,
    sourceRepository,
    sourceRef:
      refOf(sourceRepository) ??
      // GitHub's workflow can be of another repository than the source, as rules of an organization require it.
      refOf(textAt(dependency, 'uri')) ??
      fullRef(textAt(parameters, 'workflow', 'ref')) ??
      fullRef(textAt(parameters, 'buildConfigSource', 'ref')),
    sourceDigest:
      commitOf(valueAt(parameters, 'source', 'digest')) ??
      commitOf(valueAt(dependency, 'digest')),
  });
}

/** Some builders write `main`, which may be a branch or a tag: that is no ref to compare with anything. */
function fullRef(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/') ? ref : undefined;
}

/** The dependency that is the source repository itself: it has the ref and the commit that were built. */
function dependencyOf(definition: unknown, source: string | undefined) {
  const wanted = source === undefined ? undefined : repositoryAddress(source);
  const dependencies = optionalList(definition, 'resolvedDependencies');
  if (wanted === undefined) return undefined;
  return dependencies
    .slice(0, verificationLimits.dependencies)
    .find(
      dependency =>
        repositoryAddress(textAt(dependency, 'uri') ?? '') === wanted,
    );
}
