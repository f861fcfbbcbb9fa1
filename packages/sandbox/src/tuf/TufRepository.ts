import { createHash } from 'node:crypto';
import { Metadata, Root, Snapshot, Targets, Timestamp } from '@tufjs/models';
import { TufKey } from './TufKey';

/** @public */
export type TufRole = 'root' | 'targets' | 'snapshot' | 'timestamp';

type RoleContent = Root | Targets | Snapshot | Timestamp;
type JsonObject = Parameters<typeof Root.fromJSON>[0];

const roleNames: TufRole[] = ['root', 'targets', 'snapshot', 'timestamp'];
const week = 7 * 24 * 3_600_000;

/**
 * What of the next version is unlike what an honest repository publishes.
 *
 * @public
 */
export interface PublishOptions {
  /** Replaces the targets; absent: the same ones again. */
  targets?: Record<string, Uint8Array>;
  /** When metadata of a role ends; a week from now unless it says so. Any text, for dates that are none. */
  expires?: Partial<Record<TufRole, Date | string>>;
  /** Signs under the name of a role's own key. */
  signWith?: Partial<Record<TufRole, TufKey>>;
  /** Targets that only a delegated role of this name lists. */
  delegated?: { role: string; targets: Record<string, Uint8Array> };
}

/**
 * How the next root comes to be.
 *
 * @public
 */
export interface RotateOptions {
  /** Who signs it; every old and every new key unless it says so. */
  signers?: (old: TufKey[], fresh: TufKey[]) => TufKey[];
  /** How many of the new keys the root after this one needs. */
  threshold?: number;
  expires?: Date | string;
}

/**
 * A TUF repository in memory: metadata that is really signed, consistent snapshots, any clock.
 *
 * @remarks Source: the TUF specification 1.0.31, and how Sigstore lays its own repository out.
 * @public
 */
export class TufRepository {
  /** Everything that a mirror serves, by its path: `1.root.json`, `timestamp.json`, `targets/<sha256>.name`. */
  readonly files = new Map<string, Buffer>();
  private readonly clock: { now(): Date };
  private readonly versions = {
    root: 0,
    targets: 0,
    snapshot: 0,
    timestamp: 0,
  };
  private keys = newKeys();
  private rootKeys: TufKey[];
  private threshold: number;
  private targets: Record<string, Uint8Array> = {};

  private constructor(clock: { now(): Date }, threshold: number) {
    this.clock = clock;
    this.threshold = threshold;
    this.rootKeys = manyKeys(threshold);
  }

  /** A repository with a first root and these targets. */
  static create(options: {
    clock: { now(): Date };
    targets: Record<string, Uint8Array>;
    /** How many keys sign each root. */
    rootThreshold?: number;
  }): TufRepository {
    const { clock, targets, rootThreshold = 1 } = options;
    const repository = new TufRepository(clock, rootThreshold);
    repository.writeRoot(repository.rootKeys);
    repository.publish({ targets });
    return repository;
  }

  /** The root of a version, as somebody pins it. */
  root(version = 1): Buffer {
    const bytes = this.files.get(`${version}.root.json`);
    if (!bytes) throw new Error(`there is no root ${version}`);
    return bytes;
  }

  /** New versions of targets, snapshot and timestamp. */
  publish(options: PublishOptions = {}): void {
    this.targets = options.targets ?? this.targets;
    const meta = this.writeTargets(options);
    const snapshot = Snapshot.fromJSON({
      ...this.head('snapshot', options),
      meta,
    });
    this.write(`${snapshot.version}.snapshot.json`, snapshot, [
      this.signerOf('snapshot', options),
    ]);
    const timestamp = Timestamp.fromJSON({
      ...this.head('timestamp', options),
      meta: { 'snapshot.json': { version: snapshot.version } },
    });
    this.write('timestamp.json', timestamp, [
      this.signerOf('timestamp', options),
    ]);
  }

  /** The next root, with new keys for every role, and everything below it signed anew. */
  rotateRoot(options: RotateOptions = {}): void {
    const { signers = (old, fresh) => [...old, ...fresh], expires } = options;
    const old = this.rootKeys;
    this.threshold = options.threshold ?? this.threshold;
    this.rootKeys = manyKeys(Math.max(this.threshold, 1));
    this.keys = newKeys();
    this.writeRoot(signers(old, this.rootKeys), expires);
    this.publish();
  }

  /** What is served now; given to {@link TufRepository.restore} it turns the repository back. */
  served(): Map<string, Buffer> {
    return new Map(this.files);
  }

  /** Serves exactly these files. */
  restore(files: Map<string, Buffer>): void {
    this.files.clear();
    files.forEach((bytes, path) => this.files.set(path, bytes));
  }

  private writeRoot(signers: TufKey[], expires?: Date | string) {
    const of = (role: TufRole) =>
      role === 'root' ? this.rootKeys : [this.keys[role]];
    const roles = roleNames.map(role => [
      role,
      {
        keyids: of(role).map(({ keyId }) => keyId),
        threshold: role === 'root' ? this.threshold : 1,
      },
    ]);
    const content = {
      ...this.head('root', { expires: { root: expires } }),
      keys: listed(roleNames.flatMap(of)),
      roles: Object.fromEntries(roles),
      consistent_snapshot: true,
    };
    this.write(
      `${content.version}.root.json`,
      rootOf(content),
      signers.map(key => key.signer()),
    );
  }

  private writeTargets(options: PublishOptions) {
    const { delegated } = options;
    const content = {
      ...this.head('targets', options),
      targets: this.putTargets(this.targets),
      ...(delegated && { delegations: this.delegate(delegated) }),
    };
    this.write(`${content.version}.targets.json`, Targets.fromJSON(content), [
      this.signerOf('targets', options),
    ]);
    return {
      'targets.json': { version: content.version },
      ...(delegated && { [`${delegated.role}.json`]: { version: 1 } }),
    };
  }

  private delegate(delegated: NonNullable<PublishOptions['delegated']>) {
    const { role, targets } = delegated;
    const key = new TufKey();
    const content = Targets.fromJSON({
      ...this.head('targets', {}),
      version: 1,
      targets: this.putTargets(targets),
    });
    this.write(`1.${encodeURIComponent(role)}.json`, content, [key.signer()]);
    return {
      keys: listed([key]),
      roles: [
        {
          name: role,
          keyids: [key.keyId],
          threshold: 1,
          terminating: false,
          paths: ['*'],
        },
      ],
    };
  }

  private putTargets(targets: Record<string, Uint8Array>): JsonObject {
    const entries = Object.entries(targets).map(([path, bytes]) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      this.files.set(`targets/${sha256}.${path}`, Buffer.from(bytes));
      return [path, { length: bytes.length, hashes: { sha256 } }];
    });
    return Object.fromEntries(entries);
  }

  private signerOf(role: TufRole, { signWith }: PublishOptions) {
    const own = this.keys[role];
    return (signWith?.[role] ?? own).signer(own.keyId);
  }

  private head(role: TufRole, { expires }: Pick<PublishOptions, 'expires'>) {
    const end = expires?.[role] ?? new Date(this.clock.now().getTime() + week);
    return {
      _type: role,
      spec_version: '1.0.31',
      version: ++this.versions[role],
      expires:
        typeof end === 'string'
          ? end
          : end.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    };
  }

  private write(
    path: string,
    content: RoleContent,
    signers: ReturnType<TufKey['signer']>[],
  ) {
    const metadata = new Metadata(content);
    for (const signer of signers) metadata.sign(signer);
    this.files.set(path, Buffer.from(JSON.stringify(metadata.toJSON())));
  }
}

/** The library refuses to make a root whose threshold is none; whoever attacks does not ask it. */
function rootOf(content: JsonObject & { roles: Record<string, any> }): Root {
  const { threshold } = content.roles.root;
  const honest = structuredClone(content);
  honest.roles.root.threshold = Math.max(1, threshold);
  const root = Root.fromJSON(honest);
  return Object.assign(root, {
    toJSON: () => ({
      ...Root.prototype.toJSON.call(root),
      roles: content.roles,
    }),
  });
}

function listed(keys: TufKey[]): JsonObject {
  return Object.fromEntries(keys.map(key => [key.keyId, key.toJSON()]));
}

function manyKeys(count: number): TufKey[] {
  return Array.from({ length: count }, () => new TufKey());
}

function newKeys(): Record<TufRole, TufKey> {
  return {
    root: new TufKey(),
    targets: new TufKey(),
    snapshot: new TufKey(),
    timestamp: new TufKey(),
  };
}
