import { isDigest, type Digest } from '@countersign/domain';
import { digestOf } from '../encoding';
import { statusProblem, type GuardedRequest } from '../http';
import { LimitError, LookError, lookError } from '../LookError';
import type { Limits } from '../limits';
import {
  manifestTypes,
  parseManifest,
  type Descriptor,
  type Manifest,
} from './manifest';
import { nextPage } from './nextPage';
import { mismatch, pageMissing, tooManyPages, wrongSize } from './problems';
import type { RegistryResponse, RepositorySession } from './RepositorySession';
import type { RepositoryServices, RepositoryVisit } from './RepositoryVisit';

export interface FetchedManifest extends Manifest {
  digest: Digest;
  size: number;
}

/** What refers to a digest, as far as it could be listed. */
export interface Referrers {
  manifests: Descriptor[];
  /** Why the list is not whole. */
  problem?: LookError;
}

/**
 * How registries say that they have no Referrers API. The specification wants 404; Artifactory answers 406, ghcr.io 303
 * to its web pages. 400 is not among them: Quay has the API and answers it for its own faults.
 */
const noReferrersApi = [303, 404, 405, 406, 501];

type Question = Omit<GuardedRequest, 'authorization' | 'errand'>;

/** One repository, read-only, for one look. `undefined` is the registry's clear "not here"; everything unclear throws. */
export class OciRepository {
  readonly #session: RepositorySession;
  readonly #base: URL;
  readonly #limits: Limits;
  /** Something was read with a credential. */
  #authorized = false;

  constructor(
    private readonly services: RepositoryServices,
    private readonly visit: RepositoryVisit,
  ) {
    const { session, limits } = services;
    const { host, path, errand, entity } = visit;
    this.#session = session.open(path, errand, entity);
    this.#limits = limits;
    this.#base = new URL(`${path}/`, session.baseUrl(host));
  }

  get name(): string {
    return `${this.visit.host}/${this.visit.path}`;
  }

  /** Names content for whoever may read it: the repository and the credential are part of it. */
  async #key(kind: 'manifest' | 'blob' | 'address', name: string) {
    const { id } = await this.#session.credential(this.#base.host);
    return `${id} ${this.#base.href} ${kind} ${name}`;
  }

  /**
   * The bytes are hashed here and compared: what a registry says about a digest in a header proves nothing. Under a
   * tag it can still give away that the bytes were changed on their way.
   *
   * @param name - a tag or a digest
   * @param size - how many bytes it has, where something says so
   */
  async manifest(
    name: string,
    size?: number,
  ): Promise<FetchedManifest | undefined> {
    if (this.visit.without === 'referrers-tag' && isReferrersTag(name))
      return undefined;
    const what = `${this.name} at ${name}`;
    const held = await this.#heldManifest(name);
    if (held) return this.#parse(held, what, size);
    const purpose = `manifest of ${what}`;
    return this.#readChanging(
      {
        url: new URL(`manifests/${name}`, this.#base),
        purpose,
        limit: 'manifestBytes',
        headers: { accept: manifestTypes.join(', ') },
      },
      async response => {
        if (response.status === 404) return undefined;
        if (response.status !== 200) throw statusProblem(response, purpose);
        const manifest = this.#compare(response, name, what, size);
        await this.#keepManifest(manifest.digest, response.body);
        return manifest;
      },
    );
  }

  #compare(
    { body, headers }: RegistryResponse,
    name: string,
    what: string,
    size: number | undefined,
  ): FetchedManifest {
    const digest = digestOf(body);
    const announced = headers['docker-content-digest'];
    if (isDigest(name) && digest !== name)
      throw mismatch(`The manifest of ${what}`, digest);
    const manifest = this.#parse(body, what, size);
    if (isDigest(announced) && digest !== announced)
      throw mismatch(`The manifest of ${what}`, digest);
    return manifest;
  }

  #parse(bytes: Buffer, what: string, size = bytes.length): FetchedManifest {
    if (bytes.length !== size)
      throw wrongSize(`The manifest of ${what}`, bytes, size);
    const manifest = parseManifest(bytes, this.#limits, what);
    return { ...manifest, digest: digestOf(bytes), size: bytes.length };
  }

  /**
   * What a digest names cannot change, so it is asked for once in a while only. The subject is another matter: that this
   * credential may still read it is what every "not here" rests on (S5.4).
   */
  async #heldManifest(name: string): Promise<Buffer | undefined> {
    const { subject } = this.visit;
    if (subject === undefined || !isDigest(name)) return undefined;
    const key = await this.#key('manifest', name);
    const content = this.services.held.content(key);
    if (name !== subject || !content) return content;
    const justRead = this.services.memory.takeSubjectRead(key);
    if (justRead?.authorized) this.#authorized = true;
    return justRead && content;
  }

  async #keepManifest(digest: Digest, body: Buffer) {
    const key = await this.#key('manifest', digest);
    this.services.held.keepContent(key, body);
    if (this.visit.subject === undefined)
      this.services.memory.subjectWasRead(key, this.#authorized);
  }

  /** The bytes of a layer, compared with the digest that the manifest states; never more than it says there are. */
  async blob(descriptor: Descriptor): Promise<Buffer> {
    const what = `layer ${descriptor.digest} of ${this.name}`;
    if (descriptor.size > this.#limits.materialBytes)
      throw new LimitError(
        'materialBytes',
        `The ${what} says it has ${descriptor.size} bytes; at most ${
          this.#limits.materialBytes
        } are read.`,
      );
    const key = await this.#key('blob', descriptor.digest);
    const held = this.services.held.content(key);
    const bytes = held ?? (await this.#fetchBlob(descriptor, what));
    if (bytes.length !== descriptor.size)
      throw wrongSize(`The ${what}`, bytes, descriptor.size);
    if (!held) this.services.held.keepContent(key, bytes);
    return bytes;
  }

  async #fetchBlob({ digest, size }: Descriptor, what: string) {
    const response = await this.#read({
      url: new URL(`blobs/${digest}`, this.#base),
      purpose: what,
      limit: 'materialBytes',
      atMost: size,
    });
    if (response.status === 404)
      throw lookError(
        'malformed',
        'material',
        `The ${what} is named by a manifest and is not there.`,
      );
    if (response.status !== 200) throw statusProblem(response, what);
    const found = digestOf(response.body);
    if (found !== digest) throw mismatch(`The ${what}`, found);
    return response.body;
  }

  /**
   * The Referrers API, all pages.
   *
   * @returns `undefined` where the registry has no such API
   */
  async referrers(subject: Digest): Promise<Referrers | undefined> {
    if (this.visit.without === 'referrers-api') return undefined;
    const what = `referrers of ${subject} in ${this.name}`;
    const manifests: Descriptor[] = [];
    let problem: LookError | undefined;
    let next: URL | undefined = new URL(`referrers/${subject}`, this.#base);
    try {
      for (let page = 0; next; page++) {
        if (page >= this.#limits.referrerPages)
          throw tooManyPages(this.name, this.#limits);
        const found = await this.#page(next, what, page === 0);
        if (!found) return undefined;
        manifests.push(...found.manifests);
        problem ??= found.problem;
        next = found.next;
      }
    } catch (error) {
      // What was listed up to here is looked at: a stranger's thousandth referrer must not hide the first (S5.2).
      if (!(error instanceof LookError) || manifests.length === 0) throw error;
      problem = error;
    }
    return { manifests, ...(problem && { problem }) };
  }

  #page(url: URL, what: string, isFirst: boolean) {
    return this.#readChanging(
      {
        url,
        purpose: what,
        limit: 'manifestBytes',
        headers: { accept: manifestTypes.join(', ') },
        endsAtSeeOther: true,
      },
      response => {
        const { status, body } = response;
        if (isFirst && noReferrersApi.includes(status)) return undefined;
        if (status === 404) throw pageMissing(this.name);
        if (status !== 200) throw statusProblem(response, what);
        const { manifests, problem } = parseManifest(body, this.#limits, what);
        return { manifests, problem, next: nextPage(response, this.#base) };
      },
    );
  }

  /** For what may be another the next time: asks whether it changed where it is here already. */
  async #readChanging<T>(
    question: Question,
    read: (response: RegistryResponse) => T,
  ): Promise<Awaited<T>> {
    const key = await this.#key('address', question.url.href);
    return this.services.held.ask(
      key,
      headers =>
        this.#read({
          ...question,
          headers: { ...question.headers, ...headers },
        }),
      read,
    );
  }

  /** Every request goes through here, so that no "not here" counts that the registry did not say to us (S5.4). */
  async #read(question: Question): Promise<RegistryResponse> {
    const response = await this.#session.get(question);
    const { status, authorized } = response;
    const isThere = status === 200 || status === 304;
    if (isThere && authorized) this.#authorized = true;
    if (status !== 404) return response;
    const { host } = response.url;
    if (host !== this.#base.host)
      throw lookError(
        'registry-unreachable',
        'infrastructure',
        `${this.#base.host} redirects to ${host}, which has nothing there (${
          question.purpose
        }).`,
      );
    if (this.#authorized && !authorized)
      throw lookError(
        'access-denied',
        'infrastructure',
        `${host} hides what it showed to the credential before (${question.purpose}).`,
      );
    return response;
  }
}

/** `sha256-...` without anything behind it: the index of referrers where there is no API. */
function isReferrersTag(name: string): boolean {
  return /^sha256-[0-9a-f]{64}$/.test(name);
}
