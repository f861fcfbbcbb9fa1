import type { Knex } from 'knex';

/** What goes wrong between a replica and the database. */
export interface DatabaseFault {
  /** Operations that still go well. */
  after: number;
  /** How many then fail. */
  times: number;
  /** `answer-lost`: a transaction is committed, and nobody is told. */
  kind: 'refused' | 'answer-lost';
}

/** One replica's way to the database, which can break, or be cut off for good as when the process was killed. */
export class Link {
  readonly knex: Knex;
  /** Failures up to now. */
  failures = 0;
  private fault: DatabaseFault | undefined;
  private isCut = false;

  constructor(knex: Knex) {
    this.knex = this.wrap(knex);
  }

  break(fault: DatabaseFault | undefined): void {
    this.fault = fault && { ...fault };
  }

  cut(): void {
    this.isCut = true;
  }

  private wrap<K extends Knex>(knex: K): K {
    return new Proxy(knex, {
      apply: (target, self, given) => {
        this.pass('refused');
        return Reflect.apply(target, self, given);
      },
      get: (target, name) => {
        if (name === 'transaction') return this.transactionOf(target);
        if (name !== 'raw') return Reflect.get(target, name);
        return (sql: string, bindings: Knex.RawBinding[] = []) => {
          this.pass('refused');
          return target.raw(sql, bindings);
        };
      },
    });
  }

  private transactionOf(knex: Knex) {
    return async <T>(
      work?: (trx: Knex.Transaction) => Promise<T>,
      config?: Knex.TransactionConfig,
    ): Promise<T | Knex.Transaction> => {
      this.pass('refused');
      // Whoever ends it by hand has it refused as a whole, or not at all.
      if (!work) return knex.transaction(undefined, config);
      const result = await knex.transaction(
        trx => work(this.wrap(trx)),
        config,
      );
      this.pass('answer-lost');
      return result;
    };
  }

  private pass(kind: DatabaseFault['kind']): void {
    if (this.isCut) throw new Error('the process of this replica has ended');
    const { fault } = this;
    if (!fault || fault.kind !== kind) return;
    if (fault.after-- > 0) return;
    if (fault.times-- <= 0) return;
    this.failures++;
    throw new Error(`the database is away (${kind})`);
  }
}
