import type { ArtifactItem } from '@countersign/backstage-plugin-provenance-common';
import { checkArtifact } from '@countersign/backstage-plugin-provenance-node';
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
import type { ClaimedUsage } from '../../store';
import { invalid } from './invalid';

/** What somebody says about one artifact, not checked yet. */
export interface Item {
  value: unknown;
  /** Its place in the list, from 1. */
  position: number;
  /** Line of the text that it comes from, where there is one. */
  line?: number;
  /** Why it cannot be read. */
  problem?: string;
}

/**
 * What one item claims. Whatever is wrong with it is a reason on the usage and never an error, so that no item takes its
 * neighbours with it.
 */
export function claimedUsage(entityRef: string, item: Item): ClaimedUsage {
  const where = item.line === undefined ? '' : `Line ${item.line}: `;
  const problem = item.problem ?? checkArtifact(item.value);
  if (problem !== undefined)
    return unreadable(entityRef, item, invalid(`${where}${problem}.`));
  const artifact = item.value as ArtifactItem;
  try {
    const reference = parseReference(artifact.reference, {
      bundleUrl: artifact.bundle,
    });
    return usageOf(entityRef, artifact, reference);
  } catch (error) {
    return unreadable(entityRef, item, referenceProblem(error, where));
  }
}

function usageOf(
  entityRef: string,
  artifact: ArtifactItem,
  reference: Reference,
): ClaimedUsage {
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
    ...(artifact.kind === undefined && { isKindAssumed: true }),
    reference: artifact.reference,
    bundleUrl: artifact.bundle,
    tag: isImage ? reference.tag : undefined,
    digest: isImage ? reference.digest : undefined,
  };
}

/**
 * The usage of an item that nobody can look at. Whatever of it is well-formed makes its identity, so that it stays the
 * same usage when the mistake is mended; what the repository would be is what was written, made visible.
 */
function unreadable(
  entityRef: string,
  { value, position }: Item,
  problem: Cause,
): ClaimedUsage {
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
    ...(fields.kind === undefined && { isKindAssumed: true }),
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

function referenceProblem(error: unknown, where: string): Cause {
  if (!(error instanceof LookError))
    return invalid(`${where}${(error as Error).message}`);
  return { ...error.problem, message: `${where}${error.problem.message}` };
}
