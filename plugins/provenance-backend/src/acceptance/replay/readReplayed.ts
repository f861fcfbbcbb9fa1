import type { Knex } from 'knex';
import {
  readAboutDigests,
  readUsagesPage,
  type AboutUsage,
  type PagedUsage,
} from '../../store';

const pageSize = 200;

type Part = AboutUsage<PagedUsage>[];

/**
 * Everything that is judged, with what is stored about it: first the usages that hold now, then those that ended since an
 * instant. The next part is read while somebody works on this one, so that there are two in memory and no more.
 */
export async function* readReplayed(options: {
  knex: Knex;
  now: Date;
  endedSince: string;
}): AsyncGenerator<Part> {
  const { endedSince } = options;
  yield* ahead(partsOf(options));
  yield* ahead(partsOf({ ...options, since: endedSince }));
}

async function* partsOf(options: {
  knex: Knex;
  now: Date;
  since?: string;
}): AsyncGenerator<Part> {
  const { knex, now, since } = options;
  let after = '';
  for (;;) {
    const usages = await readUsagesPage({
      ...{ knex, after, limit: pageSize },
      ...(since !== undefined && { endedSince: since }),
    });
    const last = usages.at(-1);
    if (!last) return;
    yield* readAboutDigests({ knex, usages, now });
    after = last.id;
  }
}

async function* ahead<T>(all: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = all.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = all.next();
      // Whoever works on this one may be done for other reasons before anybody asks how the next went.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await all.return(undefined);
  }
}
