import type { DeploymentRefusal } from '@countersign/backstage-plugin-provenance-common';

/** Why nothing is taken of a report. */
export class ReportRefusedError extends Error {
  readonly name = 'ReportRefusedError';

  constructor(readonly code: DeploymentRefusal, message: string) {
    super(message);
  }
}

export function invalidReport(message: string): ReportRefusedError {
  return new ReportRefusedError('invalid-report', message);
}
