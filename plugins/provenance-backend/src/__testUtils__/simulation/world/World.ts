import type { Entity } from '@backstage/catalog-model';
import {
  startFileServer,
  startRegistry,
  startTufMirror,
  TufRepository,
  type Fault,
  type FileServer,
  type Registry,
  type TufMirror,
} from '@countersign/sandbox';
import { ManualClock } from '../../fixtures';
import { hosts, Image, ReleaseFile, type Artifact } from './Artifact';
import { mint, type AttachmentKind } from './attachments';
import { firstConfiguration, type Configuration } from './Configuration';
import { Signers } from './Signers';
import { Ticks } from './Ticks';

/** A place where an artifact runs. */
export interface Site {
  entity: string;
  artifact: string;
  environment: string;
}

const sites: Site[] = [
  { entity: 'shop', artifact: 'plain', environment: 'prod' },
  { entity: 'shop-dev', artifact: 'plain', environment: 'dev' },
  { entity: 'ledger', artifact: 'bundled', environment: 'prod' },
  { entity: 'ledger-dev', artifact: 'bundled', environment: 'dev' },
  { entity: 'gateway', artifact: 'index', environment: 'prod' },
  { entity: 'scanner', artifact: 'scanned', environment: 'prod' },
  { entity: 'legacy', artifact: 'tagged', environment: 'prod' },
  { entity: 'network', artifact: 'module', environment: 'prod' },
];

const rootFile = 'trusted_root.json';
const far = new Date('2099-01-01T00:00:00Z');
const unlimited = { root: far, targets: far, snapshot: far, timestamp: far };

/** What acme's mirror offers. */
export type RootContent = 'first' | 'rotated' | 'stranger';

/** Everything outside of the backend, and the truth about it. */
export class World {
  readonly ticks = new Ticks();
  configuration: Configuration = firstConfiguration;
  /** Raised by every release of the backend whose results may differ. */
  release = 1;
  readonly absent = new Set<string>();
  private readonly faulty = new Map<string, Fault>();

  private constructor(
    readonly clock: ManualClock,
    readonly signers: Signers,
    readonly registry: Registry,
    readonly files: FileServer,
    readonly tuf: TufRepository,
    readonly mirror: TufMirror,
  ) {
    const image = (
      name: string,
      options: ConstructorParameters<typeof Image>[3],
    ) => new Image(this.ticks, registry, name, options);
    this.artifacts = [
      image('plain', { layout: 'cosign-tag' }),
      image('bundled', { layout: 'referrer' }),
      image('index', {
        layout: 'referrer',
        platforms: ['linux/amd64', 'linux/arm64'],
      }),
      image('scanned', { layout: 'cosign-tag', isScanned: true }),
      image('tagged', { layout: 'referrers-tag' }),
      new ReleaseFile(this.ticks, files, 'module'),
    ];
    this.artifacts.forEach(artifact => this.signAtFirst(artifact));
  }

  readonly artifacts: readonly Artifact[];
  readonly sites: readonly Site[] = sites;

  static async start(): Promise<World> {
    const clock = new ManualClock();
    const signers = new Signers(clock);
    // The TUF library goes by the clock of the machine, so its repository does.
    const tuf = TufRepository.create({
      clock: { now: () => new Date() },
      targets: { [rootFile]: rootOf('first', signers) },
    });
    tuf.publish({ expires: unlimited });
    return new World(
      clock,
      signers,
      await startRegistry(),
      await startFileServer(),
      tuf,
      await startTufMirror(tuf),
    );
  }

  artifact(name: string): Artifact {
    const found = this.artifacts.find(one => one.name === name);
    if (!found) throw new Error(`there is no artifact ${name}`);
    return found;
  }

  artifactAt(repository: string): Artifact {
    const found = this.artifacts.find(one => one.repository === repository);
    if (!found) throw new Error(`there is no artifact at ${repository}`);
    return found;
  }

  /** Everything is as it should be at first. */
  private signAtFirst(artifact: Artifact): void {
    const digest = artifact.target.current;
    const kinds: AttachmentKind[] = artifact.isScanned
      ? ['release', 'clean-scan']
      : ['release'];
    artifact.attach(
      digest,
      kinds.map(kind => mint(kind, digest, artifact, this)),
    );
  }

  /** Offers a root; metadata that ended is one that nobody may take. */
  publishRoot(content: RootContent, isStale = false): void {
    this.tuf.publish({
      targets: { [rootFile]: rootOf(content, this.signers) },
      expires: {
        ...unlimited,
        ...(isStale && { timestamp: new Date('2020-01-01T00:00:00Z') }),
      },
    });
  }

  setFault({ name, kind }: Artifact, fault: Fault): void {
    this.faulty.set(name, fault);
    if (kind === 'container-image')
      this.registry.setFault(`acme/${name}`, fault);
    else for (const path of pathsOf(name)) this.files.setFault(path, fault);
  }

  clearFault({ name, kind }: Artifact): void {
    this.faulty.delete(name);
    if (kind === 'container-image') this.registry.clearFault(`acme/${name}`);
    else for (const path of pathsOf(name)) this.files.clearFault(path);
  }

  faultOf({ name }: Artifact): Fault | undefined {
    return this.faulty.get(name);
  }

  /** The catalog as it is now. */
  entities(): Entity[] {
    const names = [...new Set(sites.map(({ entity }) => entity))];
    return names
      .filter(name => !this.absent.has(name))
      .map(name => entityOf(name, this));
  }

  async close(): Promise<void> {
    await Promise.all([
      this.registry.close(),
      this.files.close(),
      this.mirror.close(),
    ]);
  }
}

function pathsOf(name: string): string[] {
  return ['', '.sigstore.json', '.sigstore', '.bundle', '.sig'].map(
    suffix => `${name}.tgz${suffix}`,
  );
}

function rootOf(content: RootContent, { acme, next, foreign }: Signers) {
  const own = acme.trustedRoot();
  const other = next.trustedRoot();
  const root =
    content === 'stranger'
      ? foreign.trustedRoot()
      : {
          ...own,
          ...(content === 'rotated' && {
            tlogs: [...own.tlogs, ...other.tlogs],
            ctlogs: [...own.ctlogs, ...other.ctlogs],
            certificateAuthorities: [
              ...own.certificateAuthorities,
              ...other.certificateAuthorities,
            ],
          }),
        };
  return Buffer.from(JSON.stringify(root));
}

function entityOf(name: string, world: World): Entity {
  const items = sites
    .filter(({ entity }) => entity === name)
    .map(({ artifact, environment }) => {
      const { reference, kind } = world.artifact(artifact);
      const known = { reference, environment };
      return kind === 'container-image' ? known : { ...known, kind };
    });
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: { 'countersign.dev/artifacts': JSON.stringify(items) },
    },
    spec: { type: 'service', owner: 'team', lifecycle: 'production' },
  };
}

/** A reference with the world's names in it, and back. */
export function addressesOf({ registry, files }: World) {
  const pairs = [
    [`https://${hosts.files}`, `http://${files.host}`],
    [hosts.files, files.host],
    [hosts.registry, registry.host],
  ];
  const replace = (from: number, to: number) => (text: string) =>
    pairs.reduce((done, pair) => done.replaceAll(pair[from], pair[to]), text);
  return { toReal: replace(0, 1), toNames: replace(1, 0) };
}
