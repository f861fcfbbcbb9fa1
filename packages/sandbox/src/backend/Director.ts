import type { RecordedRequest } from '../http';
import type { World } from '../world';

/** How long a repository stays quiet before a look at it counts as ended. */
const quietMilliseconds = 15_000;

interface Progress {
  signatures: boolean;
  attestations: boolean;
  referrers: boolean;
  lastRequestAt: number;
}

/**
 * Plays each act of the world once its repository was looked at in full: every place in which signatures can lie was
 * asked for, and then nobody asked for a while. The registry's own record tells, so that nothing in the portal has to
 * know of it.
 *
 * @public
 */
export class Director {
  private readonly progress = new Map<string, Progress>();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly world: Pick<World, 'acts' | 'registry'>,
    private readonly clock: { now(): Date },
  ) {
    this.unsubscribe = world.registry.requests.subscribe(request =>
      this.observe(request),
    );
  }

  /** Plays what is due. @returns the identifiers of the acts that were played. */
  async tick(): Promise<string[]> {
    const due = this.world.acts.filter(
      act => !act.played && this.wasLookedAt(act.repository),
    );
    for (const act of due) await act.run();
    return due.map(({ id }) => id);
  }

  stop(): void {
    this.unsubscribe();
  }

  private wasLookedAt(repository: string): boolean {
    const seen = this.progress.get(repository);
    if (!seen?.signatures || !seen.attestations || !seen.referrers)
      return false;
    return this.clock.now().getTime() - seen.lastRequestAt >= quietMilliseconds;
  }

  private observe(request: RecordedRequest): void {
    const { path, repository } = request;
    const seen = this.progress.get(repository);
    this.progress.set(repository, {
      signatures: seen?.signatures || path.endsWith('.sig'),
      attestations: seen?.attestations || path.endsWith('.att'),
      referrers: seen?.referrers || path.includes('/referrers/'),
      lastRequestAt: this.clock.now().getTime(),
    });
  }
}
