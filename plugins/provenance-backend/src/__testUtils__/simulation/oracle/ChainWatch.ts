import type { Knex } from 'knex';
import { checkIntegrity, sealAll, type LogHead } from '../../../log';
import type { Violation } from './Oracle';

/** Follows the sealed log link by link, and notes its heads outside of the database. */
export class ChainWatch {
  private known: LogHead | undefined;
  private first: LogHead | undefined;

  constructor(
    private readonly knex: Knex,
    private readonly clock: { now(): Date },
  ) {}

  /** Seals what is new, as every replica does twice a second, and checks what came. */
  async check(): Promise<Violation[]> {
    const { knex, clock, known } = this;
    await sealAll({ knex, clock });
    const report = await checkIntegrity({
      ...{ knex, known, after: known },
      now: endOfSkew(clock),
    });
    const { sequence, hash } = report.head;
    this.known = { sequence, hash };
    this.first ??= this.known;
    return told(report);
  }

  /** Everything, against the first head that was noted. */
  async checkAll(): Promise<Violation[]> {
    const { knex, clock, first } = this;
    const now = endOfSkew(clock);
    const maximum = Infinity;
    const report = await checkIntegrity({
      ...{ knex, now, known: first, maximum, maximumMs: Infinity },
    });
    // The first head may belong to what was pruned, which then proves nothing.
    const isPruned =
      (report.checkpoint?.sequence ?? 0) > (first?.sequence ?? 0);
    return report.status === 'unknown' && isPruned ? [] : told(report);
  }
}

/** Replicas whose clock runs ahead date what they write, and that is no forgery. */
function endOfSkew(clock: { now(): Date }): Date {
  return new Date(clock.now().getTime() + 100 * 3_600_000);
}

function told({
  status,
  message,
  differences = [],
}: Awaited<ReturnType<typeof checkIntegrity>>): Violation[] {
  return status === 'whole'
    ? []
    : [
        {
          ...{ rule: 'log', usage: '', allowed: message },
          says: [status, ...differences.map(one => one.message)].join('; '),
        },
      ];
}
