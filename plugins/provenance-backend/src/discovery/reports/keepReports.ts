import type { Judgement, Usage } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  GenerationMovedError,
  settleReports,
  type ClaimedUsage,
  type Report,
  type ReportOutcome,
} from '../../store';
import type { ReadReport } from './readReport';
import { REPORT_LOCATOR } from './reports';

/** A report whose entity is known, and whose reporter may say so. */
export interface AllowedReport {
  entityRef: string;
  report: ReadReport;
}

export interface ReportingContext {
  knex: Knex;
  clock: { now(): Date };
  /** The verdict on what nobody has looked at yet. */
  judgeUnseen(usage: Usage, claimed: ClaimedUsage): Judgement;
  generation: string;
}

/**
 * Keeps reports, entity by entity: one that cannot be written keeps no other one from being kept.
 *
 * @throws GenerationMovedError, or what the database threw where nothing at all could be kept
 * @returns for each report what became of it, or the error of its entity
 */
export async function keepReports(
  reports: AllowedReport[],
  reporter: string,
  context: ReportingContext,
): Promise<Map<AllowedReport, ReportOutcome | Error>> {
  const results = new Map<AllowedReport, ReportOutcome | Error>();
  const groups = new Map<string, AllowedReport[]>();
  for (const one of reports) {
    const group = groups.get(one.entityRef);
    if (group) group.push(one);
    else groups.set(one.entityRef, [one]);
  }
  for (const [entityRef, group] of groups) {
    const outcomes = await keepAbout(entityRef, group, reporter, context);
    group.forEach((one, i) => results.set(one, outcomes[i]));
  }
  const all = [...results.values()];
  const [first] = all;
  if (first instanceof Error && all.every(one => one instanceof Error))
    throw first;
  return results;
}

async function keepAbout(
  entityRef: string,
  group: AllowedReport[],
  reporter: string,
  { clock, ...context }: ReportingContext,
): Promise<(ReportOutcome | Error)[]> {
  try {
    return await settleReports({
      ...{ ...context, entityRef, locator: REPORT_LOCATOR },
      reports: group.map(({ report }) => claimOf(entityRef, report, reporter)),
      now: clock.now().toISOString(),
    });
  } catch (error) {
    if (error instanceof GenerationMovedError) throw error;
    return group.map(() => error as Error);
  }
}

function claimOf(
  entityRef: string,
  report: ReadReport,
  reporter: string,
): Report {
  const { claimed, removed, at, expiresAt, run } = report;
  return {
    claim: {
      ...{ ...claimed(entityRef), at, reporter },
      ...{ locator: REPORT_LOCATOR, standing: 'reported' as const },
      ...(expiresAt !== undefined && { expiresAt }),
      ...(run !== undefined && { run }),
    },
    removed,
  };
}
