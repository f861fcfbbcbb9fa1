import {
  builderInWords,
  distrustInWords,
  visibleText,
  type RebaseConflict,
  type RebaseSides,
} from '@countersign/backstage-plugin-provenance-common';

/** What two people changed, and what became of it on either side. Safe to show. */
export function conflictWords(conflict: RebaseConflict): string {
  if (conflict.of === 'order')
    return 'The order of the rules: both moved some.';
  const { base, proposed, inForce } = conflict;
  const name = nameOfConflict(conflict);
  const became = (side: unknown[]) => {
    if (side.length === 0) return 'removed it';
    return base.length === 0 ? 'added it' : 'changed it';
  };
  return `${name}: what is in force ${became(
    inForce,
  )}, and this proposal ${became(proposed)}.`;
}

function nameOfConflict(
  conflict: Exclude<RebaseConflict, { of: 'order' }>,
): string {
  switch (conflict.of) {
    case 'rules': {
      const { name = '' } = anyOf(conflict) ?? {};
      return `Rule ${visibleText(name, 120)}`;
    }
    case 'distrust': {
      const entry = anyOf(conflict);
      return `Distrust entry “${entry && distrustInWords(entry).sentence}”`;
    }
    case 'keys': {
      const { name = '' } = anyOf(conflict) ?? {};
      return `Key ${visibleText(name, 120)}`;
    }
    case 'bindings': {
      const { entity = '' } = anyOf(conflict) ?? {};
      return `The binding of ${visibleText(entity, 200)}`;
    }
    default: {
      const builder = anyOf(conflict);
      return `Reviewed builder “${
        builder && builderInWords(builder).sentence
      }”`;
    }
  }
}

function anyOf<Of>({ proposed, inForce, base }: RebaseSides<Of>) {
  return [...proposed, ...inForce, ...base].find(() => true);
}
