import type { Knex } from 'knex';

/** So many connections may be used at any time, however much others do. */
const always = 2;

/** Lets in so many at once, the others in the order in which they came. */
class Turnstile {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param most - how many may be inside now; one at least */
  constructor(private readonly most: () => number) {}

  async enter(): Promise<void> {
    if (this.waiting.length === 0 && this.isOpen()) this.inside++;
    else await new Promise<void>(resolve => this.waiting.push(resolve));
  }

  leave(): void {
    this.inside--;
    while (this.waiting.length > 0 && this.isOpen()) {
      this.inside++;
      this.waiting.shift()!();
    }
  }

  private isOpen(): boolean {
    return this.inside < this.most();
  }
}

/**
 * The same database with a bound on how many connections of its pool are in use at once, whatever is done through it.
 * What comes beyond waits its turn here, before it asks the pool, so that others find connections there. While others
 * use some, only two are used here: whoever reports or reads waits for an answer, and a sweep does not.
 *
 * @param most - absent: half of the pool, one at least
 */
export function limitConnections(knex: Knex, most = halfOf(knex)): Knex {
  const limited = knex.withUserParams(knex.userParams ?? {});
  const { client } = limited;
  const acquire = client.acquireConnection.bind(client);
  const release = client.releaseConnection.bind(client);
  let used = 0;
  const turnstile = new Turnstile(() =>
    client.pool.numUsed() > used ? Math.min(most, always) : most,
  );
  client.acquireConnection = async () => {
    await turnstile.enter();
    try {
      const connection = await acquire();
      used++;
      return connection;
    } catch (error) {
      turnstile.leave();
      throw error;
    }
  };
  client.releaseConnection = async (connection: unknown) => {
    try {
      await release(connection);
    } finally {
      used--;
      turnstile.leave();
    }
  };
  return limited;
}

function halfOf({ client }: Knex): number {
  return Math.max(1, Math.floor((client.pool?.max ?? 1) / 2));
}
