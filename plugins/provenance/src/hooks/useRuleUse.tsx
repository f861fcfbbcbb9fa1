import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  AcceptanceUse,
  RuleUse,
} from '@countersign/backstage-plugin-provenance-common';
import { provenanceApiRef } from '../api';
import { useQuery, type Query } from './useQuery';

const UseContext = createContext<ReadonlyMap<string, RuleUse>>(new Map());

/** As counted: after a merge it takes a while until everything is judged anew. */
export interface CountedUse extends AcceptanceUse {
  /** Usages that this version did not judge yet, and that count nowhere. */
  pending?: number;
}

/** What the rules in force do; asked apart from the rules, which are there without it. */
export function useAcceptanceUse(version: number): Query<CountedUse> {
  const api = useApi(provenanceApiRef);
  return useQuery<CountedUse>({
    key: `use ${version}`,
    load: () => api.getAcceptanceUse(),
  });
}

/** The use of each rule, for the lines of the table; of another version than `version` nothing is said. */
export function RuleUseProvider(props: {
  use?: AcceptanceUse;
  version: number;
  children: ReactNode;
}) {
  const { use, version } = props;
  const byName = useMemo(() => {
    const rules = use?.version === version ? use.rules : [];
    return new Map(rules.map(one => [one.rule, one]));
  }, [use, version]);
  return (
    <UseContext.Provider value={byName}>{props.children}</UseContext.Provider>
  );
}

/** Undefined while nobody knows. */
export function useRuleUse(rule: string): RuleUse | undefined {
  return useContext(UseContext).get(rule);
}
