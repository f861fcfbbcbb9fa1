import { mergeReports } from '../mergeReports';
import type { Report, ReportOutcome } from '../reports';
import { usageIdOf } from '../usageId';
import { countReportedPlaces } from './countReportedPlaces';
import { readNewestReports } from './readNewestReports';
import { settleClaims, type SettleClaimsOptions } from './settleClaims';
import { writeEndedReports } from './writeEndedReports';

/**
 * Takes reports about one entity, and ends those before whose lifetime is over.
 *
 * @remarks
 * Race: two reports at once, or a report and a pass. What was said before is read under the lock of the entity, so that
 * the second sees what the first one said, and the newer word holds whichever comes first.
 *
 * @param reports - may be none: then only lifetimes end
 * @throws GenerationMovedError where other replicas judge by something else now (S6.3); nothing is written then
 * @returns an outcome for each report, in their order
 */
export async function settleReports(
  options: Omit<SettleClaimsOptions, 'entityRefs' | 'say'> & {
    entityRef: string;
    locator: string;
    reports: Report[];
  },
): Promise<ReportOutcome[]> {
  const { entityRef, locator, reports, now } = options;
  const ids = reports.map(({ claim }) => usageIdOf(claim.identity));
  const usageIds = [...new Set(ids)];
  let outcomes: ReportOutcome[] = [];
  await settleClaims({
    ...options,
    entityRefs: [entityRef],
    async say(trx, before) {
      const newest = await readNewestReports({ trx, locator, usageIds });
      const merged = mergeReports({
        ...{ reports, newest, now },
        open: (before.get(entityRef) ?? [])
          .map(({ claim }) => claim)
          .filter(claim => claim.locator === locator),
        // History may be long, and a release in a known place is no new one.
        places:
          newest.length < usageIds.length
            ? await countReportedPlaces({ trx, locator, entityRef, now })
            : 0,
      });
      ({ outcomes } = merged);
      await writeEndedReports({ trx, ended: merged.ended, now });
      return [{ entityRef, locator, claims: merged.claims }];
    },
  });
  return outcomes;
}
