import type {
  AuthorityKind,
  AuthorityStatus,
  Digest,
} from '@countersign/domain';
import { firstLine } from '../../json';
import type { Authority } from '../authority';
import {
  SourceError,
  type AuthoritySource,
  type SourceState,
} from '../sources/AuthoritySource';
import type { TrustStore } from '../store/TrustStore';
import { leadsBack, versionsOf, type TufMetadata } from '../tuf/TufMetadata';
import {
  checkVersion,
  type RetainedMaterial,
  type VerifyProbe,
} from './checkVersion';
import { decodeKept, encodeKept, type Kept, type Refused } from './Kept';
import { windowsOf } from './windowsOf';

const minute = 60_000;
/** Of the interval; see the spread over replicas. */
const [shortest, longest] = [0.9, 1.1];

/** @public */
export interface AuthorityKeeperOptions {
  name: string;
  kind: AuthorityKind;
  source: AuthoritySource;
  /**
   * Makes the authority of what the source says.
   *
   * @throws AuthorityError for content that cannot be used
   */
  build(content: string): Authority;
  store: TrustStore;
  clock: { now(): Date };
  verify: VerifyProbe;
  /** Material that was seen before and that the authority may have proven; none where nothing is kept. */
  retained?(): Promise<RetainedMaterial[]>;
  /** How long what a source said holds before it is asked again. */
  intervalMs: number;
  /** Digest of a version that a person accepts although it proves less. */
  accept?: Digest;
  /** 0 to 1, for the spread of refreshes over replicas. */
  random?(): number;
}

/**
 * Keeps one authority: the last good version in force, and a newer one only after it was checked. Whatever goes wrong
 * is data; nothing becomes untrusted because a mirror is down, and nothing becomes trusted because of what one says.
 *
 * @public
 */
export class AuthorityKeeper {
  readonly name: string;
  readonly #options: AuthorityKeeperOptions;
  #authority: Authority | undefined;
  #kept: Kept | undefined;
  #revision = 0;
  /** What another release of this program kept, and this one cannot use. */
  #unusable: Kept | undefined;
  #failures = 0;
  #lastError: AuthorityStatus['lastError'];
  #refused: Refused | undefined;
  #nextRefreshAt: Date | undefined;
  #running: Promise<boolean> | undefined;

  constructor(options: AuthorityKeeperOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** The version in force; nothing before any could be loaded. */
  get authority(): Authority | undefined {
    return this.#authority;
  }

  /** When to ask the source again; nothing where it has said its last word. */
  get nextRefreshAt(): Date | undefined {
    return this.#nextRefreshAt;
  }

  /** Puts the last good version into force, without any network: what was kept, else what is built in. */
  async open(): Promise<void> {
    try {
      await this.#catchUp();
    } catch (error) {
      this.#failed(error);
    }
    const { first } = this.#options.source;
    if (!this.#authority && first) this.#takeFirst(first);
    this.#schedule();
  }

  /**
   * Asks the source, where it is time, and puts what it says into force, where that passes. Callers that come while
   * one is under way wait for it.
   *
   * @param options - `force`: ask even where it is not time yet
   * @returns whether another version is in force now; never throws
   */
  refresh(options: { force?: boolean } = {}): Promise<boolean> {
    this.#running ??= this.#refresh(options.force === true).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /**
   * Whether all who share the store are known to hold nothing newer: neither a version that was not taken yet, nor one
   * that this release cannot use.
   *
   * @throws what the store throws
   */
  async isCurrent(): Promise<boolean> {
    const { source, store } = this.#options;
    if (source.key === undefined) return true;
    const record = await store.read(source.key);
    return !this.#unusable && (record?.revision ?? 0) === this.#revision;
  }

  status(): AuthorityStatus {
    const { name, kind, source } = this.#options;
    const kept = this.#kept;
    const version = kept?.metadata && versionText(kept.metadata);
    return {
      name,
      kind,
      source: source.kind,
      ...(source.location !== undefined && { location: source.location }),
      status: this.#authority ? 'loaded' : 'missing',
      ...(this.#authority && { digest: this.#authority.digest }),
      ...(version !== undefined && { version }),
      ...(kept && { loadedAt: kept.loadedAt }),
      ...(kept?.refreshedAt !== undefined && { refreshedAt: kept.refreshedAt }),
      ...(kept?.expiresAt !== undefined && { expiresAt: kept.expiresAt }),
      ...(this.#nextRefreshAt && {
        nextRefreshAt: this.#nextRefreshAt.toISOString(),
      }),
      ...(this.#lastError && { lastError: this.#lastError }),
      ...(this.#refused && { refusedVersion: this.#refused }),
      windows: this.#authority ? windowsOf(this.#authority) : [],
    };
  }

  async #refresh(force: boolean): Promise<boolean> {
    const before = this.#authority?.digest;
    try {
      await this.#catchUp();
      if (force || this.#isDue()) {
        await this.#ask();
        this.#succeeded();
      }
    } catch (error) {
      this.#failed(error);
    }
    return this.#authority?.digest !== before;
  }

  /** What lies further ahead than any wait is the word of a clock that was wrong, here or in another replica. */
  #isDue(): boolean {
    const { clock, intervalMs } = this.#options;
    if (!this.#nextRefreshAt) return false;
    const wait = this.#nextRefreshAt.getTime() - clock.now().getTime();
    return wait <= 0 || wait > longest * intervalMs;
  }

  async #ask(): Promise<void> {
    const { source, clock } = this.#options;
    try {
      await this.#consider(await source.fetch(this.#kept, clock.now()));
    } catch (error) {
      // A newer root that was learned before the failure takes keys away: it holds, whatever came after it.
      if (error instanceof SourceError) await this.#remember(error.metadata);
      throw error;
    }
  }

  async #consider(found: SourceState): Promise<void> {
    const { clock, build } = this.#options;
    const now = clock.now();
    const refreshedAt = now.toISOString();
    const next = build(found.content);
    const kept = this.#kept;
    if (kept && next.digest === this.#authority?.digest) {
      await this.#keep({ ...found, loadedAt: kept.loadedAt, refreshedAt });
      return;
    }
    const why = await this.#objection(next, now);
    if (why === undefined) {
      const taken = { ...found, loadedAt: refreshedAt, refreshedAt };
      if (await this.#keep(taken)) this.#authority = next;
      return;
    }
    const refused = { at: refreshedAt, digest: next.digest, why };
    this.#refused = refused;
    // The content in force stays; that nobody may lead behind the newer metadata holds all the same.
    const { content, loadedAt } = kept ?? {};
    if (content !== undefined && loadedAt !== undefined)
      await this.#keep({ ...found, content, loadedAt, refreshedAt, refused });
  }

  async #objection(next: Authority, now: Date): Promise<string | undefined> {
    const { retained, verify, accept } = this.#options;
    return checkVersion({
      current: this.#authority,
      next,
      retained: (await retained?.()) ?? [],
      verify,
      now,
      accepted: accept === next.digest,
    });
  }

  async #remember(metadata: TufMetadata): Promise<void> {
    if (this.#kept && leadsBack(metadata, this.#kept.metadata ?? metadata))
      await this.#keep({ ...this.#kept, metadata });
  }

  /**
   * Writes over what was read, or not at all: where another replica was faster, its version is taken and ours is not.
   *
   * @returns whether ours was written
   */
  async #keep(kept: Kept): Promise<boolean> {
    const { source, store } = this.#options;
    if (this.#isBehind(kept)) return false;
    if (source.key !== undefined) {
      const text = encodeKept(kept);
      if (!(await store.write(source.key, text, this.#revision))) {
        await this.#catchUp();
        return false;
      }
      this.#revision++;
    }
    this.#kept = kept;
    this.#refused = kept.refused;
    return true;
  }

  /** Takes what another process kept; never anything that would lead back. */
  async #catchUp(): Promise<void> {
    const { source, store, build } = this.#options;
    if (source.key === undefined) return;
    const record = await store.read(source.key);
    if (!record || record.revision === this.#revision) return;
    this.#revision = record.revision;
    this.#unusable = undefined;
    const kept = decodeKept(record.content);
    if (!kept || source.accepts?.(kept) === false) return;
    if (this.#leadsBack(kept)) return;
    this.#unusable = kept;
    this.#authority = build(kept.content);
    this.#unusable = undefined;
    this.#kept = kept;
    this.#succeeded();
    this.#refused = kept.refused;
  }

  /** Only something new may take the place of what others use: our last good content would lead them back. */
  #isBehind({ content, metadata }: Kept): boolean {
    if (!this.#unusable) return false;
    const theirs = this.#unusable.metadata;
    return (
      content === this.#kept?.content ||
      (theirs !== undefined && (!metadata || leadsBack(theirs, metadata)))
    );
  }

  #leadsBack({ metadata }: Kept): boolean {
    const known = this.#kept?.metadata;
    return known !== undefined && (!metadata || leadsBack(known, metadata));
  }

  #takeFirst(first: SourceState): void {
    const { build, clock } = this.#options;
    this.#authority = build(first.content);
    this.#kept = { ...first, loadedAt: clock.now().toISOString() };
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#lastError = undefined;
    this.#schedule();
  }

  /** Replicas that start together must not ask together for ever. */
  #schedule(): void {
    const { source, clock, intervalMs, accept, random } = this.#options;
    if (this.#lastError) return;
    const { refreshedAt } = this.#kept ?? {};
    const isAwaited =
      refreshedAt === undefined ||
      (accept !== undefined && accept === this.#refused?.digest);
    const spread = shortest + (longest - shortest) * (random ?? Math.random)();
    if (!source.moves && this.#authority) this.#nextRefreshAt = undefined;
    else if (isAwaited) this.#nextRefreshAt = clock.now();
    else
      this.#nextRefreshAt = new Date(
        Date.parse(refreshedAt) + intervalMs * spread,
      );
  }

  #failed(error: unknown): void {
    const { clock, intervalMs } = this.#options;
    const now = clock.now();
    this.#lastError = { at: now.toISOString(), message: firstLine(error) };
    const wait = minute * 2 ** Math.min(this.#failures, 10);
    this.#failures++;
    this.#nextRefreshAt = new Date(now.getTime() + Math.min(intervalMs, wait));
  }
}

function versionText(metadata: TufMetadata): string {
  const { root, targets, timestamp } = versionsOf(metadata);
  return targets === 0
    ? `root ${root}`
    : `root ${root}, targets ${targets}, timestamp ${timestamp}`;
}
