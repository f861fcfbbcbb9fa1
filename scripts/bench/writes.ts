import type { Knex } from 'knex';

interface Query {
  sql: string;
  __knexQueryUid: string;
}

/** Counts what is sent to a database, how many rows of which table that changes, and how long each statement took. */
export class Writes {
  readonly rows: Record<string, number> = {};
  /** Milliseconds, by the beginning of the text. */
  readonly took = new Map<string, number>();
  statements = 0;
  private readonly begun = new Map<string, number>();

  constructor(private readonly knex: Knex) {
    knex.on('query', this.begin);
    knex.on('query-response', this.count);
  }

  private readonly begin = ({ __knexQueryUid: id }: Query) =>
    this.begun.set(id, performance.now());

  private readonly count = (
    _: unknown,
    {
      sql,
      response,
      __knexQueryUid: id,
    }: Query & { response?: { rowCount?: number } },
  ) => {
    this.statements++;
    const ms = performance.now() - (this.begun.get(id) ?? Infinity);
    this.begun.delete(id);
    const text = sql.slice(0, 160);
    this.took.set(text, (this.took.get(text) ?? 0) + ms);
    const [, table] =
      /^(?:insert into|update|delete from) "(\w+)"/.exec(sql) ?? [];
    const rows = response?.rowCount ?? 0;
    if (table && rows > 0) this.rows[table] = (this.rows[table] ?? 0) + rows;
  };

  end() {
    this.knex.off('query', this.begin);
    this.knex.off('query-response', this.count);
  }
}
