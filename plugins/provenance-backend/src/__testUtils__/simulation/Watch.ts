import type { Digest } from '@countersign/domain';
import type { Fault } from '@countersign/sandbox';
import {
  LookError,
  type Collected,
  type HostContact,
  type Reference,
} from '@countersign/verifier';
import type { Looker } from '../../engine';
import type { Artifact } from './world/Artifact';
import { addressesOf, type World } from './world/World';

/** What a fault is, for whoever looks (S5.1, S5.2). */
export type Trouble = 'infrastructure' | 'configuration' | 'material';

/** One look, as the world saw it. */
export interface Session {
  artifact: Artifact;
  /** Before the first question. */
  tick: number;
  /** To what the reference led. */
  digest?: Digest;
  /** Digests that were looked at, and whether anything was wrong meanwhile. */
  collected: { digest: Digest; isClean: boolean }[];
  troubles: Set<Trouble>;
  /** All along nothing at all could be read. */
  isBlind: boolean;
  /** When it ended, by the replica's clock. */
  at: string;
  /** The same by the world's, which is right. */
  trulyAt: string;
}

/** What happens while a look is under way. */
export type Interlude = (artifact: Artifact) => Promise<void>;

/**
 * Between one replica and the world: notes what was asked while what was wrong, and gives hosts their lasting names.
 * What it notes is the world's own knowledge of faults; what the client reports only ever adds a trouble.
 */
export class Watch implements Looker {
  /** Looks since somebody took them. */
  sessions: Session[] = [];
  /** Comes once, in the middle of the next look. */
  interlude: Interlude | undefined;
  private readonly addresses: ReturnType<typeof addressesOf>;

  constructor(
    private readonly world: World,
    private readonly lookerFor: (artifact: Artifact) => Looker,
    private readonly clock: { now(): Date },
  ) {
    this.addresses = addressesOf(world);
  }

  async resolve(
    reference: Reference,
    whom?: Parameters<Looker['resolve']>[1],
  ): Promise<Digest> {
    const artifact = this.world.artifactAt(reference.repository);
    const session: Session = {
      artifact,
      tick: this.world.ticks.now,
      collected: [],
      troubles: new Set(),
      isBlind: true,
      at: '',
      trulyAt: '',
    };
    this.sessions.push(session);
    return this.noted(session, async () => {
      session.digest = await this.lookerFor(artifact).resolve(
        this.real(reference),
        {
          ...whom,
          onContact: contact => whom?.onContact?.(this.named(contact)),
        },
      );
      return session.digest;
    });
  }

  async collect(
    reference: Reference,
    subject: Digest,
    whom?: Parameters<Looker['collect']>[2],
  ): Promise<Collected> {
    const artifact = this.world.artifactAt(reference.repository);
    const session = this.sessionOf(artifact);
    const before = session.troubles.size;
    const found = await this.noted(session, async () => {
      const { collection, materials } = await this.lookerFor(artifact).collect(
        this.real(reference),
        subject,
        whom,
      );
      for (const source of collection.sources)
        if (source.status === 'failed' && source.cause.origin !== 'material')
          session.troubles.add(source.cause.origin);
      return {
        materials,
        collection: { ...collection, repository: reference.repository },
      };
    });
    const isClean = session.troubles.size === before;
    session.collected.push({ digest: subject, isClean });
    const { interlude } = this;
    this.interlude = undefined;
    await interlude?.(artifact);
    this.end(session);
    return found;
  }

  /** Everybody has the same, which is none. */
  async credentialScope(): Promise<string> {
    return 'nobody';
  }

  takeSessions(): Session[] {
    const taken = this.sessions;
    this.sessions = [];
    return taken;
  }

  /** One artifact is looked at once at a time. */
  private sessionOf(artifact: Artifact): Session {
    const last = this.sessions.findLast(one => one.artifact === artifact);
    if (!last) throw new Error(`nobody resolved ${artifact.reference}`);
    return last;
  }

  private async noted<T>(session: Session, work: () => Promise<T>): Promise<T> {
    const { artifact, troubles } = session;
    const fault = this.world.faultOf(artifact);
    if (fault) troubles.add(troubleOf(fault));
    session.isBlind &&= fault !== undefined && isTotal(fault);
    try {
      return await work();
    } catch (error) {
      const origin =
        error instanceof LookError ? error.problem.origin : 'infrastructure';
      troubles.add(origin);
      throw this.renamed(error);
    } finally {
      this.end(session);
    }
  }

  private end(session: Session): void {
    session.at = this.clock.now().toISOString();
    session.trulyAt = this.world.clock.now().toISOString();
  }

  private real(reference: Reference): Reference {
    const text = JSON.stringify(reference);
    return JSON.parse(this.addresses.toReal(text));
  }

  private named(contact: HostContact): HostContact {
    return JSON.parse(this.addresses.toNames(JSON.stringify(contact)));
  }

  private renamed(error: unknown): unknown {
    if (!(error instanceof LookError)) return error;
    const { message } = error.problem;
    return new LookError({
      ...error.problem,
      message: this.addresses.toNames(message),
    });
  }
}

/** Nothing comes through, wherever it is asked for. */
function isTotal({ kind, on }: Fault): boolean {
  return on === undefined && ['down', 'status', 'slow'].includes(kind);
}

function troubleOf(fault: Fault): Trouble {
  switch (fault.kind) {
    case 'status':
      return fault.status === 404 ? 'configuration' : 'infrastructure';
    case 'wrong-bytes':
    case 'garbage':
    case 'endless':
      return 'material';
    default:
      return 'infrastructure';
  }
}
