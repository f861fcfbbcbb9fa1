import type { Collection } from '@countersign/domain';
import type { Knex } from 'knex';
import { hour, retentionMs } from '../Replica';
import type { Violation } from './Oracle';

/** What was there, each fact with its value. */
type Facts = Map<string, string>;

/** Holds the retention to what it may not remove. */
export class KeepWatch {
  /** When each transition was first seen, by the clock that is right. */
  private readonly seen = new Map<number, number>();
  private before: Facts | undefined;

  constructor(
    private readonly knex: Knex,
    private readonly clock: { now(): Date },
  ) {}

  noteTransitions(rows: { id: number | string }[]): void {
    const now = this.clock.now().getTime();
    for (const { id } of rows) this.seen.set(Number(id), now);
  }

  /** To be called right before something is removed. */
  async begin(): Promise<void> {
    this.before = await this.factsInUse();
  }

  /** To be called right after that. */
  async end(): Promise<Violation[]> {
    const { before } = this;
    this.before = undefined;
    const after = await this.factsInUse();
    const lost = [...(before ?? [])].filter(
      ([fact, value]) => after.get(fact) !== value,
    );
    return [
      ...lost.map(([fact, value]) => pruned(fact, value)),
      ...(await this.lostTransitions()),
    ];
  }

  private async lostTransitions(): Promise<Violation[]> {
    const ids = await this.knex('transitions').pluck('id');
    const left = new Set(ids.map(Number));
    const cut = this.clock.now().getTime() - retentionMs + hour;
    const gone = [...this.seen].filter(([id]) => !left.has(id));
    for (const [id] of gone) this.seen.delete(id);
    return gone
      .filter(([, since]) => since > cut)
      .map(([id, since]) =>
        pruned(`transition ${id}`, new Date(since).toISOString()),
      );
  }

  /** Of every digest in use: since when it is known, and all that the newest whole look at it rests on. */
  private async factsInUse(): Promise<Facts> {
    const facts: Facts = new Map();
    const digests = await this.knex('usage_states')
      .whereNull('valid_to')
      .whereNotNull('digest')
      .distinct()
      .pluck('digest');
    for (const subject of digests) await this.gather(subject, facts);
    return facts;
  }

  private async gather(subject: string, facts: Facts): Promise<void> {
    const rows = await this.knex('collections')
      .where({ subject })
      .orderBy('last_at', 'desc')
      .orderBy('id', 'desc');
    const first = rows.map(row => row.first_at).sort()[0];
    if (first) facts.set(`first look at ${subject}`, first);
    const newest = rows.find(row => row.complete === 1);
    if (!newest) return;
    facts.set(`newest whole look at ${subject}`, String(newest.id));
    const { material } = JSON.parse(newest.content) as Collection;
    for (const { digest } of material) {
      const bytes = await this.knex('materials').where({ digest });
      const proofs = { subject, material: digest };
      const evidence = await this.knex('evidence').where(proofs);
      facts.set(`bytes of ${digest}`, String(bytes.length));
      facts.set(
        `evidence over ${subject} of ${digest}`,
        String(evidence.length),
      );
    }
  }
}

function pruned(usage: string, says: string): Violation {
  return { rule: 'pruned', usage, says: `lost ${says}`, allowed: 'kept' };
}
