import type { AlertSink } from '@countersign/backstage-plugin-provenance-node';
import type { AcceptanceRegistry } from '@countersign/domain';
import {
  ArtifactClient,
  unsafeRevisions,
  verifierRevision,
  verifyMaterial,
  withMemo,
  type Authority,
  type TrustKeeper,
} from '@countersign/verifier';
import type { Knex } from 'knex';
import { acceptanceInForce } from '../../acceptance/acceptanceInForce';
import type { ConfiguredAuthority } from '../../config';
import { discover } from '../../discovery';
import {
  ActiveGeneration,
  contentOf,
  generationHash,
  judgeUnseenWith,
  recallAhead,
  rejudgeOutdated,
  runOnce,
  type EngineOptions,
  type JudgeContext,
  type Looker,
  type Verification,
} from '../../engine';
import { unobserved } from '../../health/Observer';
import { earlierClock } from '../../log/earlierClock';
import { retain } from '../../log';
import { tellOnce } from '../../tell';
import { keepingIn, Trust } from '../../trust';
import { auditor, catalogOf, identity, quiet, telling } from './hosting';
import type { Inbox } from './Inbox';
import type { Link } from './Link';
import { Watch } from './Watch';
import {
  acceptanceList,
  environments,
  type Configuration,
} from './world/Configuration';
import type { World } from './world/World';

export const hour = 3_600_000;
export const retentionMs = 30 * 24 * hour;
const years = 10 * 365 * 24 * hour;

/** Looks may be late by this much before anybody is told that they are. */
export const settings = {
  environments,
  intervalMs: 4 * hour,
  maximumAgeMs: 24 * hour,
};

/** What a sabotaged engine does otherwise. */
export interface Sabotage {
  looker?(looker: Looker): Looker;
  verification?(verification: Verification): Verification;
  sink?(inbox: AlertSink): AlertSink;
  /** Right after what is old was removed. */
  afterRetention?(knex: Knex): Promise<unknown>;
  /** Verdicts are never brought in line with what changed. */
  neverAligns?: boolean;
}

const memos = new WeakMap<Authority, Authority>();

/** Under an authority that does what is always the same only once. */
export function verifyRemembering(
  ...[material, context]: Parameters<typeof verifyMaterial>
) {
  const { authority } = context;
  const memo = memos.get(authority) ?? withMemo(authority);
  memos.set(authority, memo);
  return verifyMaterial(material, { ...context, authority: memo });
}

/** In this process: workers have tests of their own. */
function verificationOf(release: number): Verification {
  const revision = verifierRevision + release;
  return {
    revision,
    verify: async (material, context) => ({
      ...verifyRemembering(material, context),
      verifierRevision: revision,
    }),
    close: async () => undefined,
  };
}

/** How a turn of a replica ended; `idle`: another generation is active, and this one touches nothing. */
export type Turn = 'worked' | 'idle' | 'failed';

/** What a replica began with. */
export interface Beginning {
  name: string;
  link: Link;
  world: World;
  sabotage: Sabotage;
  /** Where people are told. */
  inbox: Inbox;
  /** How far its clock is ahead of the world's. */
  skewMs: number;
}

/** One process of the backend with what it read when it started, driven turn by turn. */
export class Replica {
  readonly name: string;
  readonly link: Link;
  readonly watch: Watch;
  readonly configuration: Configuration;
  skewMs: number;
  private readonly clock = {
    now: () => new Date(this.begun.world.clock.now().getTime() + this.skewMs),
  };
  /** Right, as a database's mostly is. */
  private readonly databaseClock = async () => this.begun.world.clock.now();
  private readonly verification: Verification;
  private readonly looker: Looker;
  private readonly generation: ActiveGeneration;
  private known: { judging: JudgeContext; generation: string };

  private constructor(
    private readonly begun: Beginning,
    private readonly registry: AcceptanceRegistry,
    private readonly trust: Trust,
    verification: Verification,
  ) {
    const { world, sabotage, link, name, skewMs } = begun;
    this.name = name;
    this.link = link;
    this.skewMs = skewMs;
    this.configuration = world.configuration;
    const patient = clientOf(world, this.clock, 30_000);
    // Who never answers costs this much of real time. Nobody else is left early, however busy this machine is.
    const hasty = clientOf(world, this.clock, 400);
    this.watch = new Watch(
      world,
      artifact => (world.faultOf(artifact)?.kind === 'slow' ? hasty : patient),
      this.clock,
    );
    this.looker = sabotage.looker?.(this.watch) ?? this.watch;
    this.verification = sabotage.verification?.(verification) ?? verification;
    this.known = this.inForce();
    this.generation = new ActiveGeneration({
      knex: link.knex,
      clock: this.clock,
      logger: quiet,
      version: String(world.release),
      inForce: () => this.inForce(),
      isCurrent: () => trust.isCurrent(),
    });
  }

  static async start(begun: Beginning): Promise<Replica> {
    const { world, link, skewMs } = begun;
    const { knex } = link;
    const clock = {
      now: () => new Date(world.clock.now().getTime() + skewMs),
    };
    const verification = verificationOf(world.release);
    const trust = await Trust.open({
      configured: configuredAuthorities(world),
      brought: [],
      keeping: keepingIn(knex, clock, verification),
    });
    const list = acceptanceList(world.configuration);
    const registry = await acceptanceInForce({
      ...{ knex, clock, auditor, logger: quiet, list },
    });
    return new Replica(begun, registry, trust, verification);
  }

  /** What its verdicts depend on now. */
  inForce() {
    const authorities = this.trust.inForce();
    const { revision } = this.verification;
    const judging: JudgeContext = {
      registry: this.registry,
      settings,
      authorities,
      verifier: { revision, unsafeRevisions },
    };
    const content = contentOf(judging, revision);
    return {
      judging,
      content,
      generation: generationHash(content),
      authorities: authorities.loaded,
    };
  }

  /** Whether acme's root in force speaks for its next instance as well. */
  trustsNextInstance(): boolean {
    const { loaded } = this.trust.inForce();
    const acme = loaded.find(({ name }) => name === 'acme');
    return (
      acme?.kind === 'sigstore' && acme.trust.certificateAuthorities.length > 1
    );
  }

  /** Asks for news of its authorities, where something else would have asked in an hour. */
  async askForTrust(): Promise<void> {
    for (const keeper of this.keepers()) await keeper.refresh({ force: true });
    this.noteChange();
  }

  /** One pass over the catalog. */
  async discover(): Promise<void> {
    await this.generation.report();
    if (!this.generation.mayWork().active) return;
    const engine = this.engine();
    await discover({
      ...engine,
      catalog: catalogOf(() => this.begun.world.entities()),
      auth: identity,
      judgeUnseen: judgeUnseenWith(engine),
    });
  }

  /** Everything that a running process would do by itself at this moment. */
  async turn(): Promise<Turn> {
    const before = this.link.failures;
    try {
      for (const keeper of this.keepers()) await keeper.refresh();
      this.noteChange();
      await this.generation.report();
      if (!this.generation.mayWork().active)
        return this.link.failures === before ? 'idle' : 'failed';
      const engine = this.engine();
      const { failed } = this.begun.sabotage.neverAligns
        ? { failed: 0 }
        : await rejudgeOutdated(engine);
      await recallAhead(engine);
      await runOnce(engine);
      await this.tell();
      const isWhole = failed === 0 && this.link.failures === before;
      return isWhole ? 'worked' : 'failed';
    } catch {
      return 'failed';
    }
  }

  /** Removes what is old, as one replica does once a day. */
  async retain(): Promise<void> {
    const { clock } = this;
    const own = { knex: this.link.knex, logger: quiet };
    await retain({
      ...own,
      clock: await earlierClock({
        ...own,
        clock,
        databaseClock: this.databaseClock,
      }),
      retentionMs,
      signal: new AbortController().signal,
    });
    await this.begun.sabotage.afterRetention?.(this.link.knex);
  }

  /** What waits for people; a failure of it is nobody else's. */
  private async tell(): Promise<void> {
    const { world, inbox, sabotage } = this.begun;
    await tellOnce({
      knex: this.link.knex,
      clock: this.clock,
      logger: quiet,
      sinks: [sabotage.sink?.(inbox) ?? inbox],
      settings: telling,
      catalog: catalogOf(() => world.entities()),
      auth: identity,
    });
  }

  private noteChange(): void {
    const before = this.known.generation;
    this.known = this.inForce();
    if (before !== this.known.generation) this.generation.changed();
  }

  private engine(): EngineOptions {
    const { judging, generation } = this.inForce();
    return {
      knex: this.link.knex,
      clock: this.clock,
      databaseClock: this.databaseClock,
      logger: quiet,
      looker: this.looker,
      verification: this.verification,
      observer: unobserved,
      judging,
      generation,
      mayWork: () => this.generation.mayWork(),
      // One look after the other: two at once would come in another order in every run.
      concurrency: 1,
    };
  }

  /** A process asks them by a timer of its own; here steps do, so that the same seed gives the same run. */
  private keepers() {
    const keeper: TrustKeeper = Reflect.get(this.trust, 'keeper');
    return keeper.keepers;
  }
}

function clientOf(
  world: World,
  clock: { now(): Date },
  requestMs: number,
): Looker {
  const [registry, files] = [world.registry.host, world.files.host];
  const open = { plainHttp: true, privateNetwork: true };
  return new ArtifactClient({
    registries: [{ host: registry, ...open }],
    fileHosts: [{ host: files, ...open }],
    clock,
    limits: { requestMs, retries: 1, retryMs: 1, retryAfterMs: 1 },
  });
}

function configuredAuthorities({
  configuration: { partner },
  signers,
  mirror,
  tuf,
}: World): ConfiguredAuthority[] {
  const acme: ConfiguredAuthority = {
    name: 'acme',
    type: 'tuf',
    mirror: { url: mirror.url, privateNetwork: true },
    root: { from: 'inline', value: tuf.root().toString() },
    intervalMs: years,
  };
  const key: ConfiguredAuthority = {
    name: 'platform-key',
    type: 'key',
    content: { from: 'inline', value: signers.keyPem },
  };
  if (partner === 'removed') return [acme, key];
  const content =
    partner === 'loaded'
      ? ({ from: 'inline', value: signers.partner.trustedRoot() } as const)
      : ({ from: 'path', path: '/nowhere/trusted_root.json' } as const);
  return [acme, key, { name: 'partner', type: 'trusted-root', content }];
}
