import type { Knex } from 'knex';
import { hour } from '../Replica';
import { telling } from '../hosting';
import type { Inbox } from '../Inbox';
import type { Violation } from './Oracle';

/** As far as clocks are wrong here, twice: what is created by one may be given up by another. */
const apartMs = 2 * 61 * hour;
const settledMs = 3 * hour;

/** Holds what arrives to what happened: nothing is lost before it is given up, and nothing is told twice. */
export class TellWatch {
  /** When each event and message was first seen, by the clock that is right. */
  private readonly since = new Map<string, number>();
  private readonly open = new Set<string>();
  private readonly arrived = new Map<string, { isClean: boolean }>();

  constructor(
    private readonly knex: Knex,
    private readonly clock: { now(): Date },
    private readonly inbox: Inbox,
  ) {}

  /** @param isClean - no replica failed or was killed, and no clock was wrong: nothing is sent again without a reason */
  async check(isClean: boolean): Promise<Violation[]> {
    return [
      ...this.takeArrived(isClean),
      ...(await this.checkEvents()),
      ...(await this.checkMessages()),
    ];
  }

  /** Everything was put right some hours ago: nothing may wait any more. */
  async checkSettled(): Promise<Violation[]> {
    const before = new Date(this.now - settledMs).toISOString();
    const ahead = new Date(this.now + hour).toISOString();
    const events = await this.knex('outbox')
      .whereNull('told_at')
      .where(any =>
        any
          .where('happened_at', '<', before)
          .orWhere('happened_at', '>', ahead),
      );
    const messages = await this.knex('messages')
      .whereNull('ended_at')
      .where(any =>
        any.where('created_at', '<', before).orWhere('next_at', '>', ahead),
      );
    return [
      ...events.map(({ id, cause }) => lost(`event ${id}`, `${cause} waits`)),
      ...messages.map(({ id }) => lost(`message ${id}`, 'waits')),
    ];
  }

  private get now(): number {
    return this.clock.now().getTime();
  }

  private takeArrived(isClean: boolean): Violation[] {
    return this.inbox.takeArrived().flatMap(id => {
      const before = this.arrived.get(id);
      this.arrived.set(id, { isClean });
      return before?.isClean && isClean
        ? [
            {
              rule: 'told-twice' as const,
              usage: '',
              says: id,
              allowed: 'once',
            },
          ]
        : [];
    });
  }

  private async checkEvents(): Promise<Violation[]> {
    const rows = await this.knex('outbox').select('id', 'told_at');
    const waiting = rows.filter(row => row.told_at === null);
    return this.missing(
      'event',
      rows.map(row => `event ${row.id}`),
      waiting.map(row => `event ${row.id}`),
    );
  }

  private async checkMessages(): Promise<Violation[]> {
    const rows = await this.knex('messages').select('id', 'outcome');
    const sent = rows.filter(row => row.outcome === 'sent');
    const ended = rows.filter(row => row.outcome === 'given-up');
    const all = rows.filter(row => row.outcome !== 'given-up');
    const waiting = all.filter(row => row.outcome === null);
    return [
      ...sent
        .filter(({ id }) => !this.arrived.has(id))
        .map(({ id }) => lost(`message ${id}`, 'counts as sent')),
      ...this.missing(
        'message',
        [...all, ...ended.filter(row => this.isOld(`message ${row.id}`))].map(
          ({ id }) => `message ${id}`,
        ),
        waiting.map(({ id }) => `message ${id}`),
      ),
    ];
  }

  /** What waited after the step before is there still, or so old that it was given up. */
  private missing(
    kind: 'event' | 'message',
    there: string[],
    waiting: string[],
  ): Violation[] {
    const all = new Set(there);
    const gone = [...this.open].filter(
      name => name.startsWith(kind) && !all.has(name) && !this.isOld(name),
    );
    for (const name of this.open)
      if (name.startsWith(kind)) this.open.delete(name);
    for (const name of waiting) {
      this.open.add(name);
      if (!this.since.has(name)) this.since.set(name, this.now);
    }
    return gone.map(name => lost(name, 'is gone'));
  }

  private isOld(name: string): boolean {
    const age = this.now - (this.since.get(name) ?? this.now);
    return age >= telling.giveUpMs - apartMs;
  }
}

function lost(usage: string, says: string): Violation {
  return { rule: 'untold', usage, says, allowed: 'told' };
}
