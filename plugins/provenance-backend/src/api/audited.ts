import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';

/** Does something that changes the state of the world, and tells the auditor how it went. */
export async function audited<T>(
  auditor: AuditorService,
  request: Request,
  {
    eventId,
    meta,
    told,
  }: {
    eventId: string;
    meta: JsonObject;
    /** What the auditor hears of the result. */
    told?(result: T): JsonObject;
  },
  action: () => Promise<T>,
): Promise<T> {
  const event = await auditor.createEvent({
    eventId,
    severityLevel: 'medium',
    request,
    meta,
  });
  try {
    const result = await action();
    await event.success(told && { meta: told(result) });
    return result;
  } catch (error) {
    await event.fail({ error: error as Error });
    throw error;
  }
}
