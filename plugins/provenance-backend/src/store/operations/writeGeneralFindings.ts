import type { FindingCode } from '@countersign/domain';
import type { Knex } from 'knex';
import type { FindingRow } from '../rows';
import { closeFindings, openFinding } from './openFinding';
import type { StandingFinding } from './writeFindings';

/** What a writer makes of the findings that stand. */
export interface GeneralRuling {
  standing: (StandingFinding & { seenAt: string })[];
  /** What the findings are about that stand no more. */
  closed: string[];
}

/**
 * Brings the findings of one kind that are about no usage to what stands now.
 *
 * @remarks
 * Race: every replica finds the same. A unique index lets one of them open it; whoever saw it later renews it, and
 * never to an earlier instant. What is decided is decided over the rows that are read here, so that none is closed that
 * another replica has renewed since.
 *
 * @param options - `ruling`: from the findings that stand
 */
export async function writeGeneralFindings(options: {
  knex: Knex;
  code: FindingCode;
  ruling(
    open: { about: string; lastSeenAt: string; new?: string }[],
  ): GeneralRuling;
  now: string;
}): Promise<void> {
  const { knex, code, ruling, now } = options;
  await knex.transaction(async trx => {
    const open = await trx<FindingRow>('findings')
      .where({ code })
      .whereNull('usage_id')
      .whereNull('closed_at')
      .orderBy('id')
      .forUpdate();
    const { standing, closed } = ruling(
      open.map(row => ({
        about: row.about,
        lastSeenAt: row.last_seen_at,
        new: row.new ?? undefined,
      })),
    );
    for (const { seenAt, ...finding } of standing) {
      const row = open.find(({ about }) => about === finding.about);
      if (!row) await openFinding({ trx, finding, now, seenAt });
      else if (row.last_seen_at < seenAt)
        await trx('findings')
          .where({ id: row.id })
          .update({
            last_seen_at: seenAt,
            old: finding.old ?? null,
            new: finding.new ?? null,
          });
    }
    const rows = open.filter(({ about }) => closed.includes(about));
    await closeFindings({ trx, rows, now });
  });
}
