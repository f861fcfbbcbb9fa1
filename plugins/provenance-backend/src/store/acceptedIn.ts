import type { Digest, Judgement } from '@countersign/domain';

/** Materials that some rule accepts, in an order of their own. */
export function acceptedIn({ rules }: Judgement): Digest[] {
  const accepted = rules.flatMap(rule =>
    rule.materials.filter(m => m.accepted).map(m => m.material),
  );
  return [...new Set(accepted)].sort();
}
