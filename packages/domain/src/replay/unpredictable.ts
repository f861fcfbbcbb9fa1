import type { JudgeInput } from '../judge';
import { requirementsOf, rulesFor } from '../judge/activeRules';
import { servedMaterials } from '../judge/servedMaterials';
import { isInForce } from '../judge/standing';
import { isComplete } from '../records/collection';
import type { Verdict } from '../records/verdict';
import { isKeySigner } from '../registry/rule';
import type { Unpredictable, UnpredictableCause } from './Flip';

/**
 * Why what the judge says under new rules may not be what it says once everything is known (S9.3).
 *
 * What is trusted under them stays so: nothing that is found out later takes an accepted signature away (S4.1), and where
 * the newest statement counts the judge itself waits for what was not verified (S4.2).
 */
export function unpredictable(
  input: JudgeInput,
  verdict: Verdict,
): Unpredictable | undefined {
  if (verdict === 'trusted') return undefined;
  const unseen = verdict === 'inconclusive' ? notSeen(input) : undefined;
  return unseen ? { cause: unseen } : notVerified(input);
}

function notSeen({
  usage,
  collections,
  settings,
  now,
}: JudgeInput): UnpredictableCause | undefined {
  const complete = collections.filter(
    one => one.subject === usage.digest && isComplete(one),
  );
  if (complete.length === 0) return 'nothing-collected';
  const oldest = Date.parse(now) - settings.maximumAgeMs;
  return complete.some(({ at }) => Date.parse(at) >= oldest)
    ? undefined
    : 'collection-too-old';
}

function notVerified(input: JudgeInput): Unpredictable | undefined {
  const materials = servedMaterials(input) ?? [];
  const under = authoritiesByMaterial(input);
  const proven = materials.map(
    one => under.get(keyOf(one.subject, one.digest)) ?? new Set(),
  );
  const isOpen = materials.some(({ subject }) =>
    input.unverified?.includes(subject),
  );
  if (isOpen || proven.some(({ size }) => size === 0))
    return { cause: 'material-unverified' };
  const missing = namedAuthorities(input).filter(name =>
    proven.some(names => !names.has(name)),
  );
  return missing.length === 0
    ? undefined
    : { cause: 'authority-unverified', authorities: missing };
}

/** Under which authorities in force each material was verified, whatever came of it. */
function authoritiesByMaterial({ evidence, authorities }: JudgeInput) {
  const found = new Map<string, Set<string>>();
  for (const one of evidence) {
    if (!isInForce(one, authorities)) continue;
    const key = keyOf(one.subject, one.material);
    found.set(key, (found.get(key) ?? new Set()).add(one.authority));
  }
  return found;
}

function keyOf(subject: string, material: string): string {
  return `${subject} ${material}`;
}

function namedAuthorities(input: JudgeInput): string[] {
  const signers = rulesFor(input).active.flatMap(({ rule, parts }) => [
    ...rule.signers,
    ...parts.flatMap(requirementsOf).flatMap(one => one.signers ?? []),
  ]);
  const names = signers.map(one =>
    isKeySigner(one) ? one.key : one.authority,
  );
  return [...new Set(names)].sort();
}
