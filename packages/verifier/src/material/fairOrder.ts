import type { Descriptor } from '../oci';
import { formatOfLayer, isSignatureType } from './layouts';
import { takingTurns } from './takingTurns';

const predicateAnnotation = 'dev.sigstore.bundle.predicateType';

/** What vouches for an artifact, as far as a list says it. */
const vouchingPredicates = new Set<string | undefined>([
  undefined,
  'https://sigstore.dev/cosign/sign/v1',
  'https://slsa.dev/provenance/v1',
  'https://slsa.dev/provenance/v0.2',
]);

/**
 * In which order referrers are opened where not all of them can be (S5.2). Whoever may push can list hundreds of the
 * right type; they should hide as little as they can:
 *
 * - what vouches for an artifact and what reports about it take turns, so that neither is crowded out by the other;
 * - of each, every kind has its turn before any has its second;
 * - of the kinds, and of each kind, both ends of the list have their turns: one flood lies before or behind what was
 *   there;
 * - what does not even say that it is a signature comes last.
 *
 * A list is a stranger's word, so it decides about the order and never about trust.
 */
export function fairOrder(candidates: Descriptor[]): Descriptor[] {
  const typed = candidates.filter(({ artifactType }) =>
    isSignatureType(artifactType),
  );
  const untyped = candidates.filter(
    ({ artifactType }) => !isSignatureType(artifactType),
  );
  const vouching = typed.filter(vouches);
  const reports = typed.filter(one => !vouches(one));
  return [
    ...takingTurns([byKind(vouching), byKind(reports)]),
    ...fromBothEnds(untyped),
  ];
}

function vouches({ annotations }: Descriptor): boolean {
  return vouchingPredicates.has(annotations[predicateAnnotation]);
}

function byKind(descriptors: Descriptor[]): Descriptor[] {
  const kinds = new Map<string, Descriptor[]>();
  for (const one of descriptors) {
    const predicate = one.annotations[predicateAnnotation] ?? '';
    const kind = `${familyOf(one)} ${predicate}`;
    const known = kinds.get(kind);
    if (known) known.push(one);
    else kinds.set(kind, [one]);
  }
  return takingTurns(fromBothEnds([...kinds.values()]).map(fromBothEnds));
}

/** Types can be invented by the hundred (`...bundle.v0.3+json;a=1`), ways in which they are read cannot. */
function familyOf({ artifactType = '' }: Descriptor): string {
  return formatOfLayer(artifactType) ?? artifactType;
}

function fromBothEnds<T>(list: T[]): T[] {
  const half = Math.ceil(list.length / 2);
  return takingTurns([list.slice(0, half), list.slice(half).reverse()]);
}
