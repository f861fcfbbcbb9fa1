import type { Knex } from 'knex';
import type { News } from '../../tell/newsOf';

/** To whom or what it happened. */
export interface NewsSubject {
  usageId?: string;
  entityRef?: string;
  /** A reference or a host. */
  subject: string;
  environment?: string;
  /** For a host: why it counts as down. */
  code?: string;
}

/**
 * Puts into the outbox what somebody should hear of.
 *
 * @remarks
 * Race: a process may end between a change and the message about it. Both are written in the caller's transaction, so
 * that there is neither a change that nobody is told of, nor a message about one that was rolled back.
 */
export async function noteNews(options: {
  trx: Knex.Transaction;
  news: News;
  about: NewsSubject;
  now: string;
}): Promise<void> {
  const { trx, news, about, now } = options;
  await trx('outbox').insert({
    topic: news.topic,
    cause: news.cause,
    usage_id: about.usageId ?? null,
    entity_ref: about.entityRef ?? null,
    subject: about.subject,
    environment: about.environment ?? null,
    code: about.code ?? null,
    happened_at: now,
    told_at: null,
  });
}
