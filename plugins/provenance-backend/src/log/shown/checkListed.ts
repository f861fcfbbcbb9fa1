import type { IntegrityDifference } from '@countersign/backstage-plugin-provenance-common';
import type { Judgement } from '@countersign/domain';
import { smallLetters } from '../../store/smallLetters';
import { strictnessOf } from '../../store/strictnessOf';
import type { JudgementRow } from '../../store/rows';
import { parsed } from '../parsed';
import type { ShownUsage } from './checkVerdicts';
import { cut, difference } from './difference';
import { saysElse } from './saysElse';

/** Lists read a table of their own: it must hold every usage that holds now, and say what the others say. */
export function checkListed(shown: ShownUsage): IntegrityDifference[] {
  const { usage, judgement, current, state, newest } = shown;
  const { id } = usage;
  if (!current)
    return state && judgement
      ? [difference('current_usages', id, `usage ${id} is in no list`)]
      : [];
  if (!state)
    return [
      difference(
        'usage_states',
        id,
        `usage ${id} is in the lists and has no state that holds now`,
      ),
    ];
  const otherwise = newest?.isInLog
    ? saysElse('current_usages', id, current, newest)
    : [];
  if (otherwise.length > 0 || !judgement) return otherwise;
  const expected = repeatedOf({ ...shown, judgement, state });
  const wrong = Object.entries(expected).find(
    ([column, value]) => current[column as keyof typeof current] !== value,
  );
  if (!wrong) return [];
  const [column, value] = wrong;
  const said = cut(current[column as keyof typeof current]);
  const told = `usage ${id} has the ${column} ${said} in lists, and ${cut(
    value,
  )} where that comes from`;
  return [difference('current_usages', id, told)];
}

/** What `writeCurrentUsages` repeats. */
function repeatedOf({
  usage,
  judgement,
  state,
}: Required<Pick<ShownUsage, 'usage' | 'judgement' | 'state'>>) {
  const { entity_ref, environment, cloud, location } = usage;
  const { verdict, decision, reason_code, since } = judgement;
  const {
    kind = usage.kind,
    freshness,
    reconsiderAt,
  } = parsed<Judgement>(judgement.content) ?? {};
  return {
    ...{ entity_ref, kind, environment, cloud, location },
    ...{ verdict, decision, reason_code, since },
    reference: smallLetters(state.reference),
    last_checked_at: judgement.last_checked_at ?? '',
    strictness: strictness(judgement),
    freshness: freshness?.status,
    reconsider_at: reconsiderAt ?? null,
  };
}

function strictness({ verdict, decision, reason_code: code }: JudgementRow) {
  const reason = { code, parameters: {} };
  return strictnessOf({ verdict, decision, reason } as Judgement);
}
