import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type {
  AlertSink,
  Clock,
} from '@countersign/backstage-plugin-provenance-node';
import {
  canonicalJson,
  type AcceptanceList,
  type AcceptanceRegistry,
} from '@countersign/domain';
import type { Knex } from 'knex';
import { auditDone } from '../health/audit';
import { inSnapshot } from '../log/inSnapshot';
import {
  readApproved,
  seedAcceptance,
  tellOfSeed,
  type Approved,
  type ApprovedVersion,
} from '../store';
import { configuredRegistry } from './configuredRegistry';
import type { Registry } from './Registry';

const pollMs = 10_000;

/** Nobody may sign anything, and every verdict says so. */
const nothing: AcceptanceRegistry = { version: 0, rules: [] };

/** Whether what is in force here is what was approved last. */
export type RegistryStanding =
  | { isApproved: true; at: string }
  | {
      isApproved: false;
      at: string;
      why: string;
      /** Hashes, as far as they are known. */
      approved?: string;
      found?: string;
    };

export interface RegistryInForceOptions {
  knex: Knex;
  clock: Clock;
  auditor: AuditorService;
  logger: LoggerService;
  /** Seeds the first version, once. */
  list: AcceptanceList;
  /** Throws where the list must not become a version, which nobody could correct but by a proposal. */
  check(): void;
  /** Names of those who bring alerts to people. */
  sinks?: readonly Pick<AlertSink, 'name'>[];
}

/**
 * The governed registry as this process has it (S9.5). Each load holds what the database says to the log; what does not
 * agree is not taken, and the last version that did stays. A process that never had one trusts nothing.
 */
export class RegistryInForce implements Registry {
  private version: ApprovedVersion | undefined;
  private standingNow: RegistryStanding | undefined;
  private readonly changeListeners = new Set<() => void>();
  private readonly turnListeners = new Set<() => void>();
  private chain: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  private constructor(private readonly options: RegistryInForceOptions) {}

  /**
   * Seeds what was never seeded, and loads.
   *
   * @throws where the database cannot be read, or what would be seeded is refused
   */
  static async open(options: RegistryInForceOptions): Promise<RegistryInForce> {
    const registry = new RegistryInForce(options);
    if ((await registry.read()).status === 'none') await registry.seed();
    registry.take(await registry.read());
    return registry;
  }

  inForce(): AcceptanceRegistry {
    const { version } = this;
    return version ? { version: version.number, ...version.content } : nothing;
  }

  standing(): RegistryStanding | undefined {
    return this.standingNow;
  }

  onChange(listener: () => void): void {
    this.changeListeners.add(listener);
  }

  /** Called after each load, whatever came of it. */
  onTurn(listener: () => void): void {
    this.turnListeners.add(listener);
  }

  /** Loads again and again. */
  start(): void {
    this.again();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** One load, after those that are under way. A database that is away changes nothing and throws nothing. */
  load(): Promise<void> {
    this.chain = this.chain.then(async () => {
      try {
        this.take(await this.read());
      } catch (error) {
        this.options.logger.warn(
          'the acceptance registry could not be read, what was in force stays',
          error as Error,
        );
      }
    });
    return this.chain;
  }

  private again(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(async () => {
      await this.load();
      this.again();
    }, pollMs);
    this.timer.unref();
  }

  private async seed(): Promise<void> {
    const { knex, clock, list, check, sinks = [] } = this.options;
    const { governance } = list;
    check();
    const { version: _, ...content } = configuredRegistry(list, 0);
    const number = await seedAcceptance({
      knex,
      content: canonicalJson(content),
      now: clock.now().toISOString(),
      async tell(trx, seeded) {
        if (!governance) return;
        const names = sinks.map(({ name }) => name);
        await tellOfSeed({ trx, seeded, governance, sinks: names });
      },
    });
    if (number === undefined) return;
    await auditDone(this.options, {
      eventId: 'acceptance-change',
      meta: { version: number },
    });
  }

  private read(): Promise<Approved> {
    return inSnapshot(this.options.knex, readApproved);
  }

  private take(found: Approved): void {
    const before = this.version;
    const standing = this.judge(found);
    this.say(standing);
    this.standingNow = standing;
    if (standing.isApproved && found.status === 'good') {
      this.version = found.version;
      if (before?.number !== found.version.number)
        this.changeListeners.forEach(tell => tell());
    }
    this.turnListeners.forEach(tell => tell());
  }

  /** What was approved is never followed by less (S6.3), and a number never says two things. */
  private judge(found: Approved): RegistryStanding {
    const at = this.options.clock.now().toISOString();
    const bad = (why: string, approved?: string, hash?: string) => ({
      ...{ isApproved: false as const, at, why },
      ...(approved !== undefined && { approved }),
      ...(hash !== undefined && { found: hash }),
    });
    if (found.status === 'none') return bad('there is none any more');
    if (found.status === 'bad')
      return bad(found.why, found.approved, found.found);
    const { version: mine } = this;
    const { number, hash } = found.version;
    if (!mine || number > mine.number) return { isApproved: true, at };
    if (number < mine.number)
      return bad(
        `version ${number} came after ${mine.number}`,
        mine.hash,
        hash,
      );
    return hash === mine.hash
      ? { isApproved: true, at }
      : bad(`version ${number} says two things`, mine.hash, hash);
  }

  /** Each thing once, and again when it comes back. */
  private say(standing: RegistryStanding): void {
    const before = this.standingNow;
    const isSame =
      before?.isApproved === standing.isApproved &&
      (before.isApproved || standing.isApproved || before.why === standing.why);
    if (isSame) return;
    const { logger } = this.options;
    if (standing.isApproved) {
      if (before) logger.info('the acceptance registry is as it was approved');
      return;
    }
    const stays = this.version
      ? `version ${this.version.number} stays in force`
      : 'nobody may sign anything';
    logger.error(
      `the acceptance registry is not as it was approved: ${standing.why}; ${stays}`,
    );
  }
}
