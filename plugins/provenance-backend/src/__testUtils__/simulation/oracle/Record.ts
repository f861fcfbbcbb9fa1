import type { Digest } from '@countersign/domain';
import type { Session, Trouble } from '../Watch';
import type { Artifact } from '../world/Artifact';
import type { StoredUsage } from './recompute';

/** What the world knows of the looks at one usage. */
export interface UsageRecord {
  /** The last look that nothing was wrong with and that was recorded; `at` by the clock that is right. */
  clean?: { tick: number; at: string };
  /** What was wrong with looks since then. */
  troubles: Set<Trouble>;
  /** Something else was wrong since then: a database, a clock. */
  isDisturbed: boolean;
  /** A clock was behind since then: to it whatever was signed meanwhile was signed in the future, and proves nothing. */
  wasBehind?: boolean;
  /** A clock was ahead since then: what it planned is brought back within minutes, and here hours may pass in a step. */
  wasAhead?: boolean;
}

/** The looks up to now, as far as verdicts may rest on them. */
export class Records {
  private readonly usages = new Map<string, UsageRecord>();
  private readonly digests = new Map<string, number>();
  /** When anything of an artifact could be read for the last time. */
  private readonly read = new Map<string, string>();
  /** The newest look at each artifact; another one in the same instant is not told apart from it. */
  private readonly newest = new Map<string, Session>();

  of(usage: StoredUsage): UsageRecord {
    const known = this.usages.get(usage.id);
    if (known) return known;
    const made: UsageRecord = { troubles: new Set(), isDisturbed: true };
    this.usages.set(usage.id, made);
    return made;
  }

  /** From when on what lies beside a digest may be what is known of it. */
  knownSince({ name }: Artifact, digest: Digest): number {
    return this.digests.get(`${name} ${digest}`) ?? 0;
  }

  /** When anything of it could be read for the last time. */
  lastRead({ name }: Artifact): string | undefined {
    return this.read.get(name);
  }

  disturb(): void {
    for (const record of this.usages.values()) record.isDisturbed = true;
  }

  noteBehind(): void {
    for (const record of this.usages.values()) record.wasBehind = true;
  }

  noteAhead(): void {
    for (const record of this.usages.values()) record.wasAhead = true;
  }

  /** Usages that ended begin anew when they come back. */
  keepOnly(usages: StoredUsage[]): void {
    const ids = new Set(usages.map(({ id }) => id));
    for (const id of this.usages.keys())
      if (!ids.has(id)) this.usages.delete(id);
  }

  take(sessions: Session[], usages: StoredUsage[], clockIsRight: boolean) {
    for (const session of this.together(sessions)) {
      const { reference } = session.artifact;
      const about = usages.filter(usage => usage.reference === reference);
      const isRecorded = (usage: StoredUsage) =>
        usage.last_checked_at === session.at;
      for (const usage of about)
        this.note(this.of(usage), session, {
          isClean: session.troubles.size === 0 && isRecorded(usage),
          clockIsRight,
        });
      if (about.some(isRecorded)) this.noteDigests(session);
      if (!session.isBlind)
        this.read.set(session.artifact.name, session.trulyAt);
    }
  }

  /** Looks of one instant cannot be told apart by what was recorded, so all of them count as the worst of them. */
  private together(sessions: Session[]): Session[] {
    const merged = new Map<string, Session>();
    for (const session of sessions) {
      const { name } = session.artifact;
      const key = `${name} ${session.at}`;
      const last = this.newest.get(name);
      const same =
        merged.get(key) ?? (last?.at === session.at ? last : undefined);
      const all = same ? merge(same, session) : session;
      merged.set(key, all);
      this.newest.set(name, all);
    }
    return [...merged.values()];
  }

  private note(
    record: UsageRecord,
    session: Session,
    how: { isClean: boolean; clockIsRight: boolean },
  ) {
    session.troubles.forEach(trouble => record.troubles.add(trouble));
    if (!how.isClean) return;
    record.clean = { tick: session.tick, at: session.trulyAt };
    record.troubles = new Set();
    record.isDisturbed = !how.clockIsRight;
    record.wasBehind = false;
    record.wasAhead = !how.clockIsRight;
  }

  private noteDigests({ artifact, collected, tick }: Session) {
    for (const { digest, isClean } of collected)
      if (isClean) this.digests.set(`${artifact.name} ${digest}`, tick);
  }
}

function merge(a: Session, b: Session): Session {
  const collected = [...a.collected, ...b.collected];
  return {
    ...a,
    tick: Math.min(a.tick, b.tick),
    isBlind: a.isBlind && b.isBlind,
    troubles: new Set([...a.troubles, ...b.troubles]),
    collected: collected.map(one => ({
      ...one,
      isClean: collected.every(
        other => other.digest !== one.digest || other.isClean,
      ),
    })),
  };
}
