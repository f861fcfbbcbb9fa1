import { useMemo } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { usualEnvironments } from '../words';

/** The environments in the order in which the company names them. */
export function useEnvironments(): string[] {
  const config = useApi(configApiRef);
  return useMemo(
    () =>
      config.getOptionalStringArray('provenance.environments') ??
      usualEnvironments,
    [config],
  );
}
