import { useMemo } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import type {
  LocatedFinding,
  RegistryContent,
} from '@countersign/backstage-plugin-provenance-common';
import { useSettled } from '../../../../hooks';
import type { Draft } from './draft';
import { findingsOf, withAnswers } from './findings';

const settlingMilliseconds = 200;

/** The environments that the portal declares; undefined where none are, and nothing can be said about their names. */
export function useDeclaredEnvironments(): string[] | undefined {
  const config = useApi(configApiRef);
  return useMemo(
    () => config.getOptionalStringArray('provenance.environments'),
    [config],
  );
}

/** What the linter says, a moment after the last letter. */
export function useFindings(
  draft: Draft,
  base: RegistryContent | undefined,
): LocatedFinding[] {
  const environments = useDeclaredEnvironments();
  const { rules, distrust, rest, view, yaml, answers } = draft;
  const written = useMemo(
    () => ({ rules, distrust, rest, view, yaml }),
    [rules, distrust, rest, view, yaml],
  );
  const settled = useSettled(written, settlingMilliseconds);
  const findings = useMemo(
    () => findingsOf(settled, base, environments),
    [settled, base, environments],
  );
  return useMemo(() => withAnswers(findings, answers), [findings, answers]);
}
