import type { Collection, Digest, MaterialSource } from '@countersign/domain';
import {
  pushImage,
  startFileServer,
  startRegistry,
  type FileServer,
  type Registry,
  type Repository,
} from '@countersign/sandbox';
import { ArtifactClient } from '../ArtifactClient';
import type { Limits } from '../limits';
import { LookError } from '../LookError';
import { parseReference, type Reference } from '../reference';
import { now } from './minted';

/** A registry with one image, a file server, and clients that may contact both. */
export class Servers {
  readonly repository: Repository;
  /** The image that everything is about. */
  readonly subject: Digest;
  readonly #clients: ArtifactClient[] = [];

  private constructor(readonly registry: Registry, readonly files: FileServer) {
    this.repository = registry.repository('acme/payments');
    this.subject = pushImage(this.repository, { tag: 'v1' }).digest as Digest;
  }

  static async start(): Promise<Servers> {
    return new Servers(
      await startRegistry({ referrersPageSize: 2 }),
      await startFileServer(),
    );
  }

  client(limits: Partial<Limits> = {}): ArtifactClient {
    const client = new ArtifactClient({
      registries: [{ host: this.registry.host, plainHttp: true }],
      fileHosts: [{ host: this.files.host, plainHttp: true }],
      clock: { now: () => now },
      limits: { idleMs: 500, retryMs: 1, ...limits },
    });
    this.#clients.push(client);
    return client;
  }

  image(name = 'acme/payments:v1'): Reference {
    return parseReference(`${this.registry.host}/${name}`);
  }

  file(path: string, bundleUrl?: string): Reference {
    return parseReference(`http://${this.files.host}/${path}`, { bundleUrl });
  }

  collect(limits?: Partial<Limits>) {
    return this.client(limits).collect(this.image(), this.subject);
  }

  async close() {
    for (const client of this.#clients) client.close();
    await this.registry.close();
    await this.files.close();
  }
}

/** What a look that could not be finished says. */
export async function problemOf(answer: Promise<unknown>) {
  const error = await answer.then(
    () => undefined,
    caught => caught,
  );
  if (!(error instanceof LookError))
    throw error ?? new Error('it was finished');
  return error.problem;
}

export function outcomeOf(collection: Collection, source: MaterialSource) {
  return collection.sources.find(report => report.source === source);
}
