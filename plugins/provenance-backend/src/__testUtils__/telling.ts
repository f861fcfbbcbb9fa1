import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type {
  Alert,
  AlertSink,
} from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import type { TellContext } from '../tell';
import type { ManualClock } from './fixtures';

export const security = 'group:default/security';
export const operators = 'group:default/operators';

/** What arrived, and when. */
export class ListeningSink implements AlertSink {
  readonly name = 'listening';
  readonly heard: { alert: Alert; minute: number }[] = [];

  constructor(private readonly clock: ManualClock) {}

  async send(alert: Alert): Promise<void> {
    this.heard.push({ alert, minute: this.clock.now().getTime() / 60_000 });
  }

  to(recipient: string) {
    return this.heard.filter(({ alert }) =>
      alert.recipients.includes(recipient),
    );
  }

  get recipients(): string[] {
    return [
      ...new Set(this.heard.flatMap(({ alert }) => alert.recipients)),
    ].sort();
  }
}

/** A replica. Each component is owned by the group of its own that its name begins with: `payments-2` by `payments`. */
export function tellContext(options: {
  knex: Knex;
  clock: ManualClock;
  sink: AlertSink;
  components: string[];
  windowMinutes?: number;
  /** Runs between what is read and what is written. */
  meanwhile?(): Promise<void>;
}): TellContext {
  const { knex, clock, sink, components, windowMinutes = 60 } = options;
  const catalog = catalogServiceMock({ entities: components.map(entityOf) });
  return {
    ...{ knex, clock, sinks: [sink] },
    catalog: {
      getEntitiesByRefs: async (...request) => {
        await options.meanwhile?.();
        return catalog.getEntitiesByRefs(...request);
      },
    },
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
    settings: {
      owners: true,
      security: [security],
      operators: [operators],
      windowMs: windowMinutes * 60_000,
      giveUpMs: 24 * 3_600_000,
    },
  };
}

function entityOf(name: string): Entity {
  const targetRef = `group:default/${name.split('-')[0]}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    relations: [{ type: 'ownedBy', targetRef }],
  };
}

/** Lets so many pass at a time, and nobody before all of them have come. */
export function turnstile(count: number): () => Promise<void> {
  let waiting: (() => void)[] = [];
  return () =>
    new Promise(resolve => {
      waiting.push(resolve);
      if (waiting.length < count) return;
      waiting.forEach(go => go());
      waiting = [];
    });
}

/** The same numbers for the same seed: a failure can be made again. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
