import type { Cause } from '@countersign/domain';
import {
  deferUnreachable,
  isLookedAt,
  noteHostAnswer,
  noteHostFailure,
  readFailingHosts,
  type FailingHost,
} from '../../store';
import type { EngineContext } from '../EngineContext';
import type { Sight } from '../lookAt';
import { hostBackOff } from '../schedule';
import { furtherHosts, hostHealthOf } from './hostHealth';

/** How often an answer is noted of a host that goes on answering. */
const answerMs = 60_000;

type Context = Pick<EngineContext, 'knex' | 'clock' | 'logger'>;

/** What this process knows of hosts that fail, and what it tells the others. */
export class HostWatch {
  private failing: ReadonlyMap<string, FailingHost> = new Map();
  private readonly answers = new Map<string, number>();

  /** What all replicas know now. */
  async refresh({ knex }: Context): Promise<void> {
    const hosts = await readFailingHosts({ knex });
    this.failing = new Map(hosts.map(one => [one.host, one]));
  }

  isFailing(host: string): boolean {
    return this.failing.has(host);
  }

  /** Hosts that nobody asks now. */
  closed(now: Date): Set<string> {
    const instant = now.toISOString();
    const closed = [...this.failing.values()].filter(
      ({ down }) =>
        down &&
        (down.nextTryAt > instant || (down.probingUntil ?? '') > instant),
    );
    return new Set(closed.map(({ host }) => host));
  }

  /** Hosts that are down and may be tried now. */
  probable(now: Date): string[] {
    const closed = this.closed(now);
    return [...this.failing.values()].flatMap(({ host, down }) =>
      down && !closed.has(host) ? [host] : [],
    );
  }

  /**
   * Puts what waits for hosts that are down out of everybody's way, until they are tried. Not while somebody tries: whoever
   * has the right to may not have chosen yet.
   */
  async defer({ knex, clock }: Context): Promise<void> {
    const now = clock.now();
    for (const { host, down } of this.failing.values())
      if (down && down.nextTryAt > now.toISOString())
        await deferUnreachable({ knex, host, until: down.nextTryAt, now });
  }

  /**
   * What stands in place of a look at a host that is down. The failed look's own words may name what somebody else runs,
   * so nothing of them is told.
   */
  sightOf(host: string, at: string): Sight {
    const known = this.failing.get(host);
    const since = known?.down ? ` since ${known.down.since}` : '';
    const cause: Cause = {
      code: known?.cause.code ?? 'registry-unreachable',
      origin: 'infrastructure',
      message: `${host} has not answered${since}. It is left alone, and tried again from time to time.`,
    };
    return { status: 'failed', at, cause };
  }

  /** Notes what a look says about hosts. A note that fails is logged: the next look makes it again. */
  async note(host: string, sight: Sight, context: Context): Promise<void> {
    await this.noteOne(host, sight, context);
    for (const other of furtherHosts(host, sight))
      await this.noteFurther(other, sight, context);
  }

  /**
   * A registry names its token service, and where it redirects to. It must not be able to have another registry left
   * alone that way, so a host at which something lies is known by the looks at that alone.
   */
  private async noteFurther(host: string, sight: Sight, context: Context) {
    const { knex } = context;
    const isNews =
      hostHealthOf(host, sight).status === 'failed' ||
      !this.isKnownToAnswer(host, context);
    if (!isNews) return;
    await this.safely(host, context, async () => {
      if (!(await isLookedAt({ knex, host })))
        await this.noteOne(host, sight, context);
    });
  }

  private async noteOne(host: string, sight: Sight, context: Context) {
    const health = hostHealthOf(host, sight);
    await this.safely(host, context, async () => {
      if (health.status === 'failed')
        await this.noteFailure(host, health.cause, context);
      if (health.status === 'answered') await this.noteAnswer(host, context);
    });
  }

  private async safely(
    host: string,
    { logger }: Context,
    work: () => Promise<void>,
  ) {
    try {
      await work();
    } catch (error) {
      logger.warn(`what ${host} answered could not be noted`, error as Error);
    }
  }

  private async noteFailure(host: string, cause: Cause, context: Context) {
    const { knex, clock, logger } = context;
    this.answers.delete(host);
    const waitMs = (tries: number) => hostBackOff(tries, host);
    const now = clock.now();
    const since = await noteHostFailure({ knex, host, cause, now, waitMs });
    if (since !== undefined)
      logger.warn(`${host} is down since ${since}: ${cause.code}`);
    await this.refresh(context);
  }

  private async noteAnswer(host: string, context: Context) {
    const { knex, clock, logger } = context;
    const now = clock.now();
    if (this.isKnownToAnswer(host, context)) return;
    this.answers.set(host, now.getTime());
    const since = await noteHostAnswer({ knex, host, now });
    if (since !== undefined)
      logger.info(`${host} answers again; it was down since ${since}`);
    if (this.isFailing(host)) await this.refresh(context);
  }

  private isKnownToAnswer(host: string, { clock }: Context): boolean {
    const noted = this.answers.get(host) ?? -Infinity;
    const age = clock.now().getTime() - noted;
    return !this.isFailing(host) && age >= 0 && age < answerMs;
  }
}
