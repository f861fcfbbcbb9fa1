import { createContext, useContext, type ReactNode } from 'react';
import type { LocatedFinding } from '@countersign/backstage-plugin-provenance-common';
import { findingsAt } from '../state/findings';

const FindingsContext = createContext<readonly LocatedFinding[]>([]);

/** What the linter says, for every field below. */
export function FindingsProvider(props: {
  findings: readonly LocatedFinding[];
  children: ReactNode;
}) {
  return (
    <FindingsContext.Provider value={props.findings}>
      {props.children}
    </FindingsContext.Provider>
  );
}

/**
 * What the linter says of one field.
 *
 * @param own - leaves out what it says of the parts of the field, which say it themselves
 */
export function useFieldFindings(path: string, own = false): LocatedFinding[] {
  const findings = findingsAt(useContext(FindingsContext), path);
  return own ? findings.filter(finding => finding.path === path) : findings;
}
