import { applicableRules, type AcceptanceRule } from '@countersign/domain';
import type { UsageScope } from '../../store';

/**
 * Of how many usages rules speak, by the code of the judge.
 *
 * @param breathe - called after every few of them
 */
export async function countSpoken(options: {
  rules: AcceptanceRule[];
  scopes: readonly UsageScope[];
  declaredEnvironments: string[];
  breathe(): Promise<void>;
}): Promise<Map<AcceptanceRule, number>> {
  const { rules, scopes, declaredEnvironments, breathe } = options;
  const counts = new Map<AcceptanceRule, number>();
  for (const { repository, environment, kind, usages, ...known } of scopes) {
    const usage = {
      repository,
      environment,
      kind,
      entityRef: '',
      reference: '',
    };
    const chosen = { ...known, usage, declaredEnvironments };
    for (const rule of applicableRules(rules, chosen))
      counts.set(rule, (counts.get(rule) ?? 0) + usages);
    await breathe();
  }
  return counts;
}
