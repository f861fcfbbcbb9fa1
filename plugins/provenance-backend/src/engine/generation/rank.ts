import type { GenerationContent, Replica } from '../../store';

/** Several reports may be lost. */
const runningMs = 2 * 60_000;

/**
 * Whether another running replica is better suited to take over: a newer release before an older one, and one that
 * could load its authorities before one that could not.
 */
export function isOutranked(
  mine: { id: string; content: GenerationContent },
  replicas: Replica[],
  now: Date,
): boolean {
  return replicas.some(
    other =>
      other.id !== mine.id &&
      other.leftAt === undefined &&
      Math.abs(now.getTime() - Date.parse(other.lastSeenAt)) < runningMs &&
      ranksAbove(other.content, mine.content),
  );
}

/** Whether all others have ended in order; of one that is only silent nobody knows. */
export function isAlone(id: string, replicas: Replica[]): boolean {
  return replicas.every(one => one.id === id || one.leftAt !== undefined);
}

function ranksAbove(a: GenerationContent, b: GenerationContent): boolean {
  const [left, right] = [rankOf(a), rankOf(b)];
  const i = left.findIndex((value, at) => value !== right[at]);
  return i >= 0 && left[i] > right[i];
}

function rankOf(content: GenerationContent): number[] {
  return [
    content.verifierRevision,
    content.judgeRevision,
    content.registryVersion,
    content.authorities.filter(({ digest }) => digest).length,
  ];
}
