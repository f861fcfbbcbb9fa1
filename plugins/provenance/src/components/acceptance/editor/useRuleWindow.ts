import { useState } from 'react';
import { textOf } from './state/fields';
import type { MarkedRule } from './state/marks';

/** Rules drawn at once: five hundred of them with their buttons keep a browser busy for longer than a person waits. */
const windowSize = 50;

export interface PlacedRule {
  rule: MarkedRule;
  /** In the whole list: that is what findings name. */
  place: number;
}

/** The rules whose names hold what is searched for, a window of them at a time; the open one is always there. */
export function useRuleWindow(rules: MarkedRule[], open?: number) {
  const [search, setSearch] = useState('');
  const [windows, setWindows] = useState(1);
  const wanted = search.trim().toLowerCase();
  const found = rules
    .map((rule, place): PlacedRule => ({ rule, place }))
    .filter(
      ({ rule }) =>
        rule.id === open ||
        textOf(rule.fields.name).toLowerCase().includes(wanted),
    );
  const shown = found.filter(
    ({ rule }, i) => i < windows * windowSize || rule.id === open,
  );
  return {
    search,
    setSearch,
    shown,
    hidden: found.length - shown.length,
    showMore: () => setWindows(windows + 1),
    isLong: rules.length > 10,
  };
}
