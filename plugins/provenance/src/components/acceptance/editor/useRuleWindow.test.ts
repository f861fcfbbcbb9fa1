import { act, renderHook } from '@testing-library/react';
import type { MarkedRule } from './state/marks';
import { useRuleWindow } from './useRuleWindow';

const rules = Array.from(
  { length: 60 },
  (_, id): MarkedRule => ({ id, fields: { name: `rule-${id}` }, mark: 'same' }),
);

describe('the rules that are drawn', () => {
  it('are fifty at a time and the open one, each with its place in the whole list', () => {
    const { result } = renderHook(() => useRuleWindow(rules, 55));
    expect(result.current.shown).toHaveLength(51);
    expect(result.current.shown.at(-1)).toEqual({ rule: rules[55], place: 55 });
    expect(result.current.hidden).toBe(9);
    act(() => result.current.more());
    expect(result.current.shown).toHaveLength(60);
    expect(result.current.hidden).toBe(0);
  });

  it('are those whose name holds what is searched for, and the open one', () => {
    const { result } = renderHook(() => useRuleWindow(rules, 55));
    act(() => result.current.setSearch(' RULE-3'));
    expect(result.current.shown.map(({ place }) => place)).toEqual([
      ...[3, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39],
      55,
    ]);
  });
});
