import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cause, Digest } from '@countersign/domain';
import {
  LookError,
  verifierRevision,
  type HostContact,
} from '@countersign/verifier';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { configuredRegistry } from '../acceptance/configuredRegistry';
import { generationOf, type EngineOptions, type Looker } from '../engine';
import { unobserved } from '../health/Observer';
import { artifactOf, usageIdOf, type ClaimedUsage } from '../store';
import { collectionOf, declared, sync, type ManualClock } from './fixtures';

const hour = 3_600_000;

/** Works without Jest as well, in a process of its own. */
const silent: LoggerService = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silent,
};

/** An engine over a database, with whatever looks in the place of the client; nobody is accepted and nothing is signed. */
export function engineOver(
  knex: Knex,
  clock: ManualClock,
  changes: Partial<EngineOptions> = {},
): EngineOptions {
  const judging = {
    registry: configuredRegistry({ initial: [] }, 1),
    authorities: { loaded: [], states: [] },
    settings: {
      environments: ['prod'],
      intervalMs: 4 * hour,
      maximumAgeMs: 24 * hour,
    },
  };
  return {
    knex,
    clock,
    logger: silent,
    looker: fakeLooker(clock),
    verification: {
      revision: verifierRevision,
      verify: async () => {
        throw new Error('there is nothing to verify');
      },
      close: async () => undefined,
    },
    observer: unobserved,
    judging,
    generation: generationOf(judging, verifierRevision),
    concurrency: 4,
    pollMs: 5,
    companyMs: 0,
    ...changes,
  };
}

/** The digest to which the fake looker resolves a name. */
export function fakeDigest(name: string): Digest {
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}

/**
 * Finds every artifact, without material. One digest a repository, whatever the tag.
 *
 * @param before - called at each look; whatever it throws or waits for, the look does too
 */
export function fakeLooker(
  clock: ManualClock,
  before: {
    resolve?(name: string, entity?: string): Promise<void> | void;
    collect?(name: string, entity?: string): Promise<void> | void;
  } = {},
): Looker {
  return {
    async resolve(reference, { entity, onContact } = {}) {
      const { host } = reference;
      try {
        await before.resolve?.(reference.text, entity);
      } catch (error) {
        if (error instanceof LookError)
          contactsOf(error, host).forEach(one => onContact?.(one));
        throw error;
      }
      onContact?.({ host });
      return fakeDigest(reference.repository);
    },
    async collect({ text, repository }, subject, { entity } = {}) {
      await before.collect?.(text, entity);
      const at = clock.now().toISOString();
      return {
        collection: collectionOf(subject, at, { repository }),
        materials: [],
      };
    },
    credentialScope: async () => '',
  };
}

/** A look that ended with what these hosts did. */
export class ContactError extends LookError {
  constructor(problem: Cause, readonly contacts: HostContact[]) {
    super(problem);
  }
}

/** As the client tells it: 5xx, 429 and silence are failures of the host, and all others are answers. */
function contactsOf(error: LookError, host: string): HostContact[] {
  if (error instanceof ContactError) return error.contacts;
  const { problem: failure } = error;
  const isFailure = ['registry-unreachable', 'rate-limited'].includes(
    failure.code,
  );
  return [isFailure ? { host, failure } : { host }];
}

/** A usage of an entity by itself. */
export function usageOf(
  name: string,
  host = 'ghcr.io',
  tag = '1',
): ClaimedUsage {
  const repository = `${host}/acme/${name}`;
  return declared({
    identity: {
      entityRef: `component:default/${name}`,
      kind: 'container-image',
      repository,
      environment: 'prod',
    },
    reference: `${repository}:${tag}`,
    tag,
  });
}

/** Artifacts of their own, all on one host. */
export function usagesAt(host: string, count: number): ClaimedUsage[] {
  return Array.from({ length: count }, (_, i) => usageOf(`app-${i}`, host));
}

/** Usages of one artifact, each of an entity of its own. */
export function sharing(count: number, tag = '1'): ClaimedUsage[] {
  const { identity, ...state } = usageOf('base', 'ghcr.io', tag);
  return Array.from({ length: count }, (_, i) => ({
    ...state,
    identity: { ...identity, entityRef: `component:default/of-${tag}-${i}` },
  }));
}

/** Puts usages of many entities into the store; returns their ids. */
export async function syncAll(
  knex: Knex,
  usages: ClaimedUsage[],
  changes: Parameters<typeof sync>[2] = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (const one of usages) {
    const { entityRef } = one.identity;
    ids.push(...(await sync(knex, [one], { entityRef, ...changes })));
  }
  return ids;
}

/** Usages that nobody has looked at, as discovery leaves them, many at a time. */
export async function seedUnseen(
  knex: Knex,
  usages: ClaimedUsage[],
  now: string,
): Promise<string[]> {
  const rows = usages.map(({ identity, reference, tag }) => {
    const id = usageIdOf(identity);
    const { entityRef, kind, repository, environment } = identity;
    const { key, host } = artifactOf(reference, undefined);
    return {
      usage: {
        ...{ id, kind, repository, environment, created_at: now },
        entity_ref: entityRef,
      },
      state: {
        ...{ usage_id: id, reference, tag, valid_from: now },
        resolution: JSON.stringify({ status: 'pending' }),
      },
      work: {
        ...{ usage_id: id, next_at: now, look_at: now, priority: 0 },
        ...{ ticket: id.slice(0, 36), attempts: 0, artifact_key: key, host },
      },
    };
  });
  await knex.batchInsert(
    'usages',
    rows.map(row => row.usage),
    500,
  );
  await knex.batchInsert(
    'usage_states',
    rows.map(row => row.state),
    500,
  );
  await knex.batchInsert(
    'work',
    rows.map(row => row.work),
    500,
  );
  return rows.map(({ usage }) => usage.id);
}
