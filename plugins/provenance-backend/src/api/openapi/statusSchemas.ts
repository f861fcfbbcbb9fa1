import { verdicts } from '@countersign/domain';
import { replicaStatuses } from '../../health/replicaStatus';
import { instant, list, object, oneOf, ref, text } from './shapes';

const count = { type: 'integer', minimum: 0 } as const;

/** What `GET /status` says of the engine. */
export const statusSchemas = {
  EngineStatus: object(
    {
      at: instant,
      clockAheadMs: { type: 'integer' },
      work: ref('WorkStatus'),
      locators: list(ref('LocatorStatus')),
      hosts: list(ref('HostStatus')),
      generation: object({
        number: count,
        occasion: oneOf(['start', 'change', 'takeover']),
        proposedAt: instant,
      }),
      replicas: list(ref('ReplicaStatus')),
      outbox: object(
        {
          waiting: count,
          oldestWaitingAt: instant,
          unsent: count,
          oldestUnsentAt: instant,
        },
        ['oldestWaitingAt', 'oldestUnsentAt'],
      ),
      log: object(
        {
          sequence: count,
          hash: text,
          unsealed: count,
          oldestUnsealedAt: instant,
          webhook: object(
            {
              sequence: count,
              arrivedAt: instant,
              failures: count,
              failingSince: instant,
              cause: text,
            },
            ['sequence', 'arrivedAt', 'failingSince', 'cause'],
          ),
        },
        ['oldestUnsealedAt', 'webhook'],
      ),
    },
    ['clockAheadMs', 'generation'],
  ),
  WorkStatus: object(
    {
      usages: count,
      running: count,
      due: count,
      oldestDueAt: instant,
      lookedLastHour: object(
        Object.fromEntries(verdicts.map(verdict => [verdict, count])),
      ),
    },
    ['oldestDueAt'],
  ),
  LocatorStatus: object(
    {
      locator: text,
      status: oneOf(['working', 'waiting', 'failing', 'held']),
      finishedAt: instant,
      ...{ entities: count, claims: count },
      failingSince: instant,
      problem: text,
      heldSince: instant,
    },
    [
      ...['finishedAt', 'entities', 'claims'],
      ...['failingSince', 'problem', 'heldSince'],
    ],
  ),
  HostStatus: object(
    {
      host: text,
      status: oneOf(['up', 'failing', 'down']),
      since: instant,
      cause: ref('Cause'),
      nextTryAt: instant,
      lastAnswerAt: instant,
    },
    ['since', 'cause', 'nextTryAt', 'lastAnswerAt'],
  ),
  ReplicaStatus: object(
    {
      id: text,
      status: oneOf(replicaStatuses),
      why: text,
      version: text,
      startedAt: instant,
      lastSeenAt: instant,
    },
    ['why'],
  ),
};
