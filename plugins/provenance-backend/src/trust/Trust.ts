import type {
  AuthorityState,
  AuthorityStatus,
  GovernedKey,
} from '@countersign/domain';
import {
  TrustKeeper,
  windowsOf,
  type Authority,
  type AuthorityKeeper,
} from '@countersign/verifier';
import type { ConfiguredAuthority, ConfiguredKey } from '../config';
import { governedStatuses, withGovernedKeys } from './governedKeys';
import { keeperOf, keyOf, type Keeping } from './keeperOf';
import type { TrustedAuthorities } from './TrustedAuthorities';

interface Entry {
  configured: ConfiguredAuthority;
  keeper: AuthorityKeeper;
}

/**
 * All authorities of this process: what is in force now, and how each of them stands. What configuration names is kept
 * up to date; what modules brought is as they brought it; keys of the registry are those of the version in force.
 */
export class Trust {
  private governed: () => readonly GovernedKey[] = () => [];

  private constructor(
    private readonly entries: Entry[],
    private readonly keeper: TrustKeeper,
    private readonly brought: Authority[],
  ) {}

  /**
   * Puts the last good versions into force. Files are read; no network is asked before {@link Trust.start}.
   *
   * @param brought - by modules, under names that configuration has not
   */
  static async open(options: {
    configured: ConfiguredAuthority[];
    brought: Authority[];
    keeping: Keeping;
  }): Promise<Trust> {
    const { configured, brought, keeping } = options;
    const entries = await Promise.all(
      configured.map(async one => ({
        configured: one,
        keeper: await keeperOf(one, keeping),
      })),
    );
    const keeper = new TrustKeeper(entries.map(entry => entry.keeper));
    await keeper.open();
    const local = entries.filter(({ configured: { type } }) =>
      ['trusted-root', 'key'].includes(type),
    );
    await Promise.all(local.map(entry => entry.keeper.refresh()));
    return new Trust(entries, keeper, brought);
  }

  /**
   * From now on the keys of the registry in force count as well (S1.4).
   *
   * @param keys - of the version that is in force whenever it is called
   */
  govern(keys: () => readonly GovernedKey[] | undefined): void {
    this.governed = () => keys() ?? [];
  }

  inForce(): TrustedAuthorities {
    return this.trustedWith(this.governed());
  }

  /** What would be trusted with these keys in place of those of the registry in force. */
  trustedWith(keys: readonly GovernedKey[]): TrustedAuthorities {
    return withGovernedKeys(this.ungoverned(), keys);
  }

  /** What configuration and modules name, whatever the registry says. */
  ungoverned(): TrustedAuthorities {
    const found = this.entries.map(entry => this.find(entry));
    return {
      loaded: [...found.flatMap(one => one.loaded ?? []), ...this.brought],
      states: [...found.map(one => one.state), ...this.brought.map(stateOf)],
    };
  }

  statuses(): AuthorityStatus[] {
    const ungoverned = this.ungoverned();
    const { states } = ungoverned;
    const kept = this.entries.map(({ keeper }) => {
      const { digest: _, ...status } = keeper.status();
      const state = states.find(({ name }) => name === status.name);
      // The digest of a key covers the log that proves its times, which the keeper does not know.
      return state?.status === 'loaded'
        ? { ...status, digest: state.digest }
        : { ...status, status: 'missing' as const };
    });
    return [
      ...kept,
      ...this.brought.map(broughtStatus),
      ...governedStatuses(ungoverned, this.governed()),
    ];
  }

  /**
   * Whether no other replica holds anything newer.
   *
   * @throws where the database cannot be read
   */
  isCurrent(): Promise<boolean> {
    return this.keeper.isCurrent();
  }

  /** Called when another version of any authority came into force. */
  onChange(listener: () => void): void {
    this.keeper.onChange(listener);
  }

  /** Called after each attempt, whatever came of it. */
  onTurn(listener: () => void): void {
    this.keeper.onTurn(listener);
  }

  start(): void {
    this.keeper.start();
  }

  stop(): void {
    this.keeper.stop();
  }

  private find({ configured, keeper }: Entry): {
    loaded?: Authority;
    state: AuthorityState;
  } {
    const { authority } = keeper;
    const { lastError } = keeper.status();
    if (!authority)
      return missing(
        configured,
        lastError?.message ?? 'no version of it could be loaded yet',
      );
    if (configured.type !== 'key' || configured.log === undefined)
      return { loaded: authority, state: stateOf(authority) };
    return this.withLog(configured, authority);
  }

  /** A key counts together with what proves its times, or not at all. */
  private withLog(configured: ConfiguredKey, key: Authority) {
    const log = this.entries.find(
      entry => entry.configured.name === configured.log,
    )?.keeper.authority;
    if (log?.kind !== 'sigstore' || key.kind !== 'key')
      return missing(
        configured,
        `"${configured.log}", which proves its times, is not loaded`,
      );
    const loaded = keyOf(configured, key.content.pem, log);
    return { loaded, state: stateOf(loaded) };
  }
}

export function stateOf(authority: Authority): AuthorityState {
  const { name, kind, digest } = authority;
  return {
    ...{ name, kind, status: 'loaded', digest },
    ...(authority.kind === 'key' && { fingerprint: authority.fingerprint }),
  };
}

function missing({ name, type }: ConfiguredAuthority, message: string) {
  const state: AuthorityState = {
    name,
    kind: type === 'key' ? 'key' : 'sigstore',
    status: 'failed',
    cause: { code: 'authority-missing', origin: 'infrastructure', message },
  };
  return { state };
}

function broughtStatus(authority: Authority): AuthorityStatus {
  const { name, kind, digest } = authority;
  return {
    name,
    kind,
    digest,
    source: 'module',
    status: 'loaded',
    windows: windowsOf(authority),
  };
}
