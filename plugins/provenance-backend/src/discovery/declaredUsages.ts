import {
  ARTIFACTS_ANNOTATION,
  type ArtifactItem,
} from '@countersign/backstage-plugin-provenance-common';
import {
  artifactKinds,
  visibleText,
  type ArtifactKind,
  type Cause,
} from '@countersign/domain';
import {
  LookError,
  parseReference,
  type Reference,
} from '@countersign/verifier';
import type { DeclaredUsage } from '../store';
import { checkItem } from './checkItem';
import { invalid } from './invalid';
import { joined } from './joined';
import { readAnnotation, type AnnotationItem } from './readAnnotation';

/**
 * What the annotation of an entity declares. Whatever is wrong is a reason on a usage and never an error: an
 * annotation that cannot be read is one usage without a repository, an item that cannot is a usage of its own, and no
 * item takes its neighbours with it.
 */
export function declaredUsages(
  entityRef: string,
  annotation: string,
): DeclaredUsage[] {
  const reading = readAnnotation(annotation);
  if ('problem' in reading) {
    return [
      {
        identity: { entityRef, kind: 'container-image' },
        reference: ARTIFACTS_ANNOTATION,
        problem: invalid(`The annotation ${reading.problem}.`),
      },
    ];
  }
  return joined(
    reading.items.map((item, i) => ({
      line: item.line,
      usage: declaredUsage(entityRef, item, i + 1),
    })),
  );
}

function declaredUsage(
  entityRef: string,
  item: AnnotationItem,
  position: number,
): DeclaredUsage {
  const problem = item.problem ?? checkItem(item.value);
  if (problem !== undefined) {
    return unreadable(
      entityRef,
      item,
      position,
      invalid(`Line ${item.line}: ${problem}.`),
    );
  }
  const artifact = item.value as ArtifactItem;
  try {
    const reference = parseReference(artifact.reference, {
      bundleUrl: artifact.bundle,
    });
    return usageOf(entityRef, artifact, reference);
  } catch (error) {
    return unreadable(
      entityRef,
      item,
      position,
      referenceProblem(error, item.line),
    );
  }
}

function usageOf(
  entityRef: string,
  artifact: ArtifactItem,
  reference: Reference,
): DeclaredUsage {
  const isImage = reference.type === 'oci';
  return {
    identity: {
      entityRef,
      kind: artifact.kind ?? (isImage ? 'container-image' : 'package'),
      repository: reference.repository,
      environment: artifact.environment,
      cloud: artifact.cloud,
      location: artifact.location,
    },
    reference: artifact.reference,
    bundleUrl: artifact.bundle,
    tag: isImage ? reference.tag : undefined,
  };
}

/**
 * The usage of an item that nobody can look at. Whatever of it is well-formed makes its identity, so that it stays the
 * same usage when the mistake is mended; what the repository would be is what was written, made visible.
 */
function unreadable(
  entityRef: string,
  { value }: AnnotationItem,
  position: number,
  problem: Cause,
): DeclaredUsage {
  const fields = (
    typeof value === 'object' && value !== null ? value : {}
  ) as Record<string, unknown>;
  const written = shortText(fields.reference);
  return {
    identity: {
      entityRef,
      kind: kindOf(fields.kind),
      repository:
        repositoryIn(fields.reference) ?? written ?? `item ${position}`,
      environment: shortText(fields.environment),
      cloud: shortText(fields.cloud),
      location: shortText(fields.location),
    },
    reference: written ?? `item ${position}`,
    problem,
  };
}

function repositoryIn(text: unknown): string | undefined {
  try {
    return typeof text === 'string'
      ? parseReference(text).repository
      : undefined;
  } catch {
    return undefined;
  }
}

function kindOf(kind: unknown): ArtifactKind {
  return artifactKinds.find(known => known === kind) ?? 'container-image';
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== ''
    ? wellFormed(visibleText(value, 200))
    : undefined;
}

/** What was shortened may begin or end within a character, which no database gives back as it was. */
function wellFormed(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\ufffd');
}

function referenceProblem(error: unknown, line: number): Cause {
  if (!(error instanceof LookError))
    return invalid(`Line ${line}: ${(error as Error).message}`);
  return {
    ...error.problem,
    message: `Line ${line}: ${error.problem.message}`,
  };
}
