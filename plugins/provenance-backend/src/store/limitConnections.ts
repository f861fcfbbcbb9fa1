import type { Knex } from 'knex';

/** Lets in so many at once, the others in the order in which they came. */
class Turnstile {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async enter(): Promise<void> {
    if (this.inside < this.most) {
      this.inside++;
      return;
    }
    await new Promise<void>(resolve => this.waiting.push(resolve));
  }

  leave(): void {
    const next = this.waiting.shift();
    // Whoever is next takes over the place of whoever leaves.
    if (next) next();
    else this.inside--;
  }
}

/**
 * The same database with a bound on how many connections of its pool are in use at once, whatever is done through it.
 * What comes beyond waits its turn here, before it asks the pool, so that others find connections there.
 *
 * @param most - absent: half of the pool, one at least
 */
export function limitConnections(knex: Knex, most = halfOf(knex)): Knex {
  const limited = knex.withUserParams(knex.userParams ?? {});
  const { client } = limited;
  const acquire = client.acquireConnection.bind(client);
  const release = client.releaseConnection.bind(client);
  const turnstile = new Turnstile(most);
  client.acquireConnection = async () => {
    await turnstile.enter();
    try {
      return await acquire();
    } catch (error) {
      turnstile.leave();
      throw error;
    }
  };
  client.releaseConnection = async (connection: unknown) => {
    try {
      await release(connection);
    } finally {
      turnstile.leave();
    }
  };
  return limited;
}

function halfOf({ client }: Knex): number {
  return Math.max(1, Math.floor((client.pool?.max ?? 1) / 2));
}
