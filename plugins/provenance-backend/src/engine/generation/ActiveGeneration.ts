import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Authority } from '@countersign/verifier';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import {
  listReplicas,
  proposeGeneration,
  readActiveGeneration,
  reportReplica,
  type GenerationContent,
  type GenerationProposal,
} from '../../store';
import { decide, type Decision, type Situation } from './decide';
import { Desertion } from './Desertion';
import { isAlone, isOutranked } from './rank';

const reportMs = 20_000;
/** After a database that was away; nothing is claimed until it answered. */
const retryMs = 5_000;
/** Others may be faster this often in a row. */
const mostTries = 5;

/** What this replica judges by now. */
export interface OwnGeneration {
  content: GenerationContent;
  /** Hash of the content. */
  generation: string;
  authorities: Authority[];
}

/** Whether this replica may claim and write, and under which number or why not. */
export type MayWork =
  | { active: true; generation: number }
  | { active: false; why: string };

export interface ActiveGenerationOptions {
  knex: Knex;
  clock: Clock;
  logger: LoggerService;
  /** Release of the plugin, for people. */
  version: string;
  inForce(): OwnGeneration;
  /** Whether no other replica holds a newer version of an authority. */
  isCurrent(): Promise<boolean>;
  /** Called after this replica put a generation into force. */
  onProposed?(number: number, proposal: GenerationProposal): void;
}

interface Turn {
  occasion: Situation['occasion'];
  /** Its time had come; a change brings turns of its own, which say nothing about how long others were silent. */
  isRegular: boolean;
}

type Step = Decision | { do: 'join'; number: number };

interface Standing {
  generation: string;
  may: MayWork;
}

/**
 * This replica's part in the agreement of all about what is judged by (S6.3): it reports, joins, proposes, waits or takes
 * over. What it believes is a hint that saves work; each write asks the database again ({@link holdsGeneration}).
 */
export class ActiveGeneration {
  readonly id = randomUUID();
  private readonly startedAt: string;
  private readonly desertion = new Desertion();
  private readonly listeners = new Set<() => void>();
  private occasion: Situation['occasion'] = 'start';
  private standing: Standing | undefined;
  private said = '';
  private chain: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(private readonly options: ActiveGenerationOptions) {
    this.startedAt = options.clock.now().toISOString();
  }

  mayWork(): MayWork {
    const { standing } = this;
    if (!standing) return waiting('no generation was agreed on yet');
    return !standing.may.active ||
      standing.generation === this.options.inForce().generation
      ? standing.may
      : waiting('what is in force here has just changed');
  }

  /** Called when this replica may work and did not, or no longer may, or does under another number. */
  onTurnover(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Reports at once and then again and again; a database that is away delays it and throws nothing. */
  async start(): Promise<void> {
    await this.report();
    this.again();
  }

  /** To be called when what is in force here has changed. */
  changed(): void {
    this.occasion ??= 'change';
    this.chain = this.chain.then(() => this.turn(false));
  }

  /** One report, after those that are under way. */
  report(): Promise<void> {
    this.chain = this.chain.then(() => this.turn(true));
    return this.chain;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.chain;
    await this.leave();
  }

  /** So that whoever starts next need not wait for this one. */
  private async leave(): Promise<void> {
    const { clock, inForce, logger } = this.options;
    const leftAt = clock.now().toISOString();
    const may = this.mayWork();
    try {
      if (this.standing) await this.write(inForce(), may, leftAt);
    } catch (error) {
      logger.warn('a replica ended without saying so', error as Error);
    }
  }

  private again(): void {
    if (this.isStopped) return;
    const wait = this.standing ? reportMs : retryMs;
    this.timer = setTimeout(async () => {
      await this.report();
      this.again();
    }, wait);
    this.timer.unref();
  }

  private async turn(isRegular: boolean): Promise<void> {
    if (this.isStopped) return;
    const mine = this.options.inForce();
    // Taken before anything is awaited: a change that comes meanwhile is an occasion of its own.
    const { occasion } = this;
    this.occasion = undefined;
    try {
      const { may, isOpen } = await this.agree(mine, { occasion, isRegular });
      if (isOpen) this.occasion ??= occasion;
      await this.write(mine, may);
      this.settle({ generation: mine.generation, may });
    } catch (error) {
      this.occasion ??= occasion;
      // What cannot be confirmed is not believed: another generation may be active by now.
      this.standing = undefined;
      this.say('error', 'could not be confirmed', error as Error);
    }
  }

  /** @returns also whether what entitles to a proposal still does, because it could not be made yet */
  private async agree(
    mine: OwnGeneration,
    turn: Turn,
  ): Promise<{ may: MayWork; isOpen?: boolean }> {
    for (let tries = 0; tries < mostTries; tries++) {
      const { step, expected } = await this.next(mine, turn);
      if (step.do === 'join')
        return { may: { active: true, generation: step.number } };
      if (step.do === 'wait')
        return { may: waiting(step.why), isOpen: step.isBehind };
      if (await this.propose(mine, step.occasion, expected))
        return { may: { active: true, generation: expected + 1 } };
    }
    throw new Error('other replicas proposed at the same time, over and over');
  }

  /**
   * The number is read first: whatever another replica proposes after that makes our proposal fail, so that what we
   * found to be newest still is when we come first.
   */
  private async next(
    { content, generation }: OwnGeneration,
    { occasion, isRegular }: Turn,
  ): Promise<{ step: Step; expected: number }> {
    const { knex, clock, isCurrent } = this.options;
    const active = await readActiveGeneration({ knex });
    const expected = active?.number ?? 0;
    if (active?.generation === generation)
      return { step: { do: 'join', number: expected }, expected };
    const replicas = await listReplicas({ knex });
    const now = clock.now();
    const { id, desertion } = this;
    const step = decide({
      content,
      active,
      occasion,
      isDeserted:
        isRegular &&
        active !== undefined &&
        desertion.observe(active, replicas, now),
      isOutranked: isOutranked({ id, content }, replicas, now),
      isAlone: isAlone(id, replicas),
      isCurrent: occasion === undefined || (await isCurrent()),
    });
    return { step, expected };
  }

  private async propose(
    { content, generation, authorities }: OwnGeneration,
    occasion: GenerationProposal['occasion'],
    expected: number,
  ): Promise<boolean> {
    const { knex, clock, onProposed } = this.options;
    const proposal = { content, generation, occasion, proposedBy: this.id };
    const isActive = await proposeGeneration({
      knex,
      expected,
      proposal,
      authorities,
      now: clock.now().toISOString(),
    });
    if (isActive) onProposed?.(expected + 1, proposal);
    return isActive;
  }

  private async write(
    mine: OwnGeneration,
    may: MayWork,
    leftAt?: string,
  ): Promise<void> {
    const { knex, clock, version } = this.options;
    await reportReplica({
      knex,
      replica: {
        id: this.id,
        generation: mine.generation,
        content: mine.content,
        ...(may.active ? { worksUnder: may.generation } : { why: may.why }),
        version,
        startedAt: this.startedAt,
        lastSeenAt: clock.now().toISOString(),
        ...(leftAt !== undefined && { leftAt }),
      },
    });
  }

  private settle(next: Standing): void {
    const before = this.standing;
    this.standing = next;
    const { may } = next;
    if (may.active)
      this.say('info', `is the active one, number ${may.generation}`);
    else this.say('warn', `is not the active one: ${may.why}`);
    if (numberOf(before?.may) !== numberOf(may))
      this.listeners.forEach(tell => tell());
  }

  /** Each thing once, and again when it comes back. */
  private say(level: 'info' | 'warn' | 'error', what: string, error?: Error) {
    if (this.said === what) return;
    this.said = what;
    const consequence =
      level === 'info'
        ? ''
        : '; this replica looks at nothing and writes nothing';
    this.options.logger[level](
      `the generation of replica ${this.id} ${what}${consequence}`,
      error,
    );
  }
}

function numberOf(may: MayWork | undefined): number | undefined {
  return may?.active ? may.generation : undefined;
}

function waiting(why: string): MayWork {
  return { active: false, why };
}
