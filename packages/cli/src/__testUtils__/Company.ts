import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Digest } from '@countersign/domain';
import {
  generateKeyPair,
  publicKeyPem,
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  toBundle,
  workflowIdentity,
  type Registry,
  type RegistryOptions,
  type SigningOptions,
} from '@countersign/sandbox';

export const release = workflowIdentity({
  repository: 'acme/payments',
  ref: 'refs/tags/v1.0.0',
});

export const now = new Date('2026-03-02T00:00:00Z');
const signedAt = new Date('2026-03-01T12:00:00Z');

/** A registry, a Sigstore of its own and a folder: all that a command is asked about here. */
export class Company {
  readonly keys = generateKeyPair();
  readonly folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  readonly key = this.file('cosign.pub', publicKeyPem(this.keys));
  readonly root: string;

  readonly #images = new Map<string, { reference: string; digest: Digest }>();

  private constructor(
    readonly registry: Registry,
    readonly sigstore: SigstoreInstance,
  ) {
    this.root = this.file(
      'trusted_root.json',
      JSON.stringify(sigstore.trustedRoot()),
    );
  }

  static async start(options: RegistryOptions = {}): Promise<Company> {
    return new Company(
      await startRegistry(options),
      instance(() => signedAt),
    );
  }

  /** One for processes of their own, which have no other clock than the machine's. */
  static async startNow(): Promise<Company> {
    const minuteAgo = new Date(Date.now() - 60_000);
    return new Company(
      await startRegistry(),
      instance(() => minuteAgo),
    );
  }

  /** Options that name the signer of the release. */
  get identity(): string[] {
    return [
      ...['--certificate-identity', release.subject],
      ...['--certificate-oidc-issuer', release.issuer],
      ...['--trusted-root', this.root],
    ];
  }

  /** @returns the path of the file */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** An image, made the first time that it is named. */
  image(
    name: string,
    signed: Partial<SigningOptions> | 'unsigned' = {},
    platforms?: string[],
  ) {
    const known = this.#images.get(name);
    if (known) return known;
    const repository = this.registry.repository(`acme/${name}`);
    const { digest } = pushImage(repository, {
      tag: 'v1',
      labels: { name },
      ...(platforms && { platforms }),
    });
    if (signed !== 'unsigned')
      signImage({
        repository,
        subject: digest,
        sigstore: this.sigstore,
        ...this.#signing(signed),
      });
    const image = {
      reference: `${this.registry.host}/acme/${name}:v1`,
      digest: digest as Digest,
    };
    this.#images.set(name, image);
    return image;
  }

  /** A file with its bundle beside it. */
  signedFile(name: string, signed: Partial<SigningOptions> = {}) {
    const bytes = Buffer.from(`content of ${name}`);
    const material = this.sigstore.sign(
      { type: 'message', bytes },
      this.#signing(signed),
    );
    return {
      path: this.file(name, bytes),
      bundle: this.file(
        `${name}.sigstore.json`,
        JSON.stringify(toBundle(material)),
      ),
    };
  }

  #signing(given: Partial<SigningOptions>): SigningOptions {
    return { signer: { type: 'certificate', identity: release }, ...given };
  }

  async close() {
    await this.registry.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function instance(at: () => Date): SigstoreInstance {
  return SigstoreInstance.create({ name: 'acme', clock: { now: at } });
}
