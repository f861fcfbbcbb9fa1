import type { Digest } from '@countersign/domain';
import {
  digestOf,
  pushImage,
  toBundle,
  type FileServer,
  type Layout,
  type Registry,
  type Repository,
} from '@countersign/sandbox';
import { render, type Attachment } from './attachments';
import { History, type Ticks } from './Ticks';

/** Names under which the world is known; where it really listens changes from run to run, and so would every id. */
export const hosts = { registry: 'registry.test', files: 'files.test' };

/** One thing that runs, in all its versions. What it serves is always exactly what this says. */
export interface Artifact {
  readonly name: string;
  readonly kind: 'container-image' | 'terraform-module';
  /** Anything that is said about the place in which it lies: repository, or address of the file. */
  readonly repository: string;
  readonly reference: string;
  /** Where signatures lie. */
  readonly layout: Layout;
  /** Whether rules ask for a scan. */
  readonly isScanned: boolean;
  /** To what the reference leads. */
  readonly target: History<Digest>;
  /** What lies beside a digest. */
  attachments(digest: Digest): History<readonly Attachment[]>;
  /** What an index lists; empty for everything else. */
  children(digest: Digest): readonly Digest[];
  /** The content of a file, where a digest is one. */
  bytes(digest: Digest): Buffer | undefined;
  push(version: number): void;
  attach(digest: Digest, attachments: readonly Attachment[]): void;
}

abstract class AnyArtifact {
  private readonly beside = new Map<Digest, History<readonly Attachment[]>>();
  protected readonly below = new Map<Digest, readonly Digest[]>();

  constructor(protected readonly ticks: Ticks) {}

  attachments(digest: Digest): History<readonly Attachment[]> {
    const known = this.beside.get(digest);
    if (known) return known;
    const made = new History<readonly Attachment[]>(this.ticks, []);
    this.beside.set(digest, made);
    return made;
  }

  children(digest: Digest): readonly Digest[] {
    return this.below.get(digest) ?? [];
  }

  bytes(_: Digest): Buffer | undefined {
    return undefined;
  }

  attach(digest: Digest, attachments: readonly Attachment[]): void {
    this.attachments(digest).set(attachments);
    this.serve(digest);
  }

  protected abstract serve(digest: Digest): void;
}

/** An image, or an index of two, in a repository. */
export class Image extends AnyArtifact implements Artifact {
  readonly kind = 'container-image';
  readonly repository: string;
  readonly reference: string;
  readonly target: History<Digest>;
  private readonly store: Repository;

  constructor(
    ticks: Ticks,
    registry: Registry,
    readonly name: string,
    private readonly options: {
      platforms?: string[];
      layout: Layout;
      isScanned?: boolean;
    },
  ) {
    super(ticks);
    this.store = registry.repository(`acme/${name}`);
    this.store.referrersApi = options.layout !== 'referrers-tag';
    this.repository = `${hosts.registry}/acme/${name}`;
    this.reference = `${this.repository}:1`;
    this.target = new History<Digest>(ticks, this.put(0));
  }

  get layout() {
    return this.options.layout;
  }

  get isScanned() {
    return this.options.isScanned === true;
  }

  push(version: number): void {
    this.target.set(this.put(version));
  }

  private put(version: number): Digest {
    const files = { name: this.name, version: String(version) };
    const { platforms } = this.options;
    const { digest } = pushImage(this.store, { tag: '1', files, platforms });
    const { manifests = [] } = JSON.parse(
      String(this.store.resolve(digest)?.bytes),
    );
    this.below.set(
      digest,
      manifests.map((child: { digest: Digest }) => child.digest),
    );
    return digest;
  }

  protected serve(digest: Digest): void {
    const { current } = this.attachments(digest);
    render(this.store, digest, current, this.options.layout);
  }
}

/** A file with at most one bundle beside it. */
export class ReleaseFile extends AnyArtifact implements Artifact {
  readonly kind = 'terraform-module';
  readonly layout = 'referrer';
  readonly isScanned = false;
  readonly repository: string;
  readonly reference: string;
  readonly target: History<Digest>;
  private readonly contents = new Map<Digest, Buffer>();

  constructor(
    ticks: Ticks,
    private readonly server: FileServer,
    readonly name: string,
  ) {
    super(ticks);
    this.repository = `https://${hosts.files}/${name}.tgz`;
    this.reference = this.repository;
    this.target = new History<Digest>(ticks, this.put(0));
  }

  push(version: number): void {
    this.target.set(this.put(version));
    this.serve(this.target.current);
  }

  bytes(digest: Digest): Buffer | undefined {
    return this.contents.get(digest);
  }

  private put(version: number): Digest {
    const bytes = Buffer.from(`module ${this.name}, version ${version}`);
    this.server.put(`${this.name}.tgz`, bytes);
    const digest = digestOf(bytes);
    this.contents.set(digest, bytes);
    this.below.set(digest, []);
    return digest;
  }

  protected serve(digest: Digest): void {
    if (digest !== this.target.current) return;
    const path = `${this.name}.tgz.sigstore.json`;
    const [attachment] = this.attachments(digest).current;
    if (!attachment) {
      this.server.files.delete(path);
      return;
    }
    const { material } = attachment;
    const bundle = material ? toBundle(material) : { junk: true };
    this.server.put(path, Buffer.from(JSON.stringify(bundle)));
  }
}
