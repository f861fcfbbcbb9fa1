import type {
  AuditorService,
  AuditorServiceEvent,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';

/** What the plugin writes without anybody asking, and what it changes for people: docs/operations.md has them in words. */
export type BackgroundEventId =
  | 'acceptance-change'
  | 'authority-change'
  | 'authority-refuse'
  | 'generation-change'
  | 'retention-run';

export interface BackgroundEvent {
  eventId: BackgroundEventId;
  /** Names no secret; may quote a stranger, in a text of its own. */
  meta: JsonObject;
}

export interface AuditMeans {
  auditor: AuditorService;
  logger: Pick<LoggerService, 'error'>;
}

/**
 * Does something that nobody asked for over HTTP, and tells the auditor how it went. An auditor that fails is said in
 * the log and keeps nothing from being done: what comes into force without it, as a stolen key's end, matters more.
 *
 * @param resultOf - what to add about the result
 */
export async function auditedInBackground<T>(
  means: AuditMeans,
  { eventId, meta }: BackgroundEvent,
  work: () => Promise<T>,
  resultOf: (result: T) => JsonObject = () => ({}),
): Promise<T> {
  const event = await safely(means, eventId, () =>
    means.auditor.createEvent({ eventId, severityLevel: 'medium', meta }),
  );
  const tell = (how: (open: AuditorServiceEvent) => Promise<void>) =>
    event && safely(means, eventId, () => how(event));
  try {
    const result = await work();
    await tell(open => open.success({ meta: resultOf(result) }));
    return result;
  } catch (error) {
    await tell(open => open.fail({ error: error as Error }));
    throw error;
  }
}

/** Tells the auditor of something that has happened. Never throws. */
export async function auditDone(
  means: AuditMeans,
  event: BackgroundEvent,
): Promise<void> {
  await auditedInBackground(means, event, async () => undefined);
}

async function safely<T>(
  { logger }: AuditMeans,
  eventId: BackgroundEventId,
  tell: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await tell();
  } catch (error) {
    logger.error(`the auditor was not told of "${eventId}"`, error as Error);
    return undefined;
  }
}
