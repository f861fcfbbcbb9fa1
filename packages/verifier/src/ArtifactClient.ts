import {
  isComplete,
  type Collection,
  type Digest,
  type MaterialSource,
} from '@countersign/domain';
import { FileHost, type FileHostAccess } from './files';
import { HeldFiles } from './files/HeldFiles';
import {
  GuardedHttp,
  HeldAnswers,
  HostPolicies,
  type Errand,
  type HostContact,
} from './http';
import { withDefaults, type Limits } from './limits';
import { lookError } from './LookError';
import {
  collectBesideFile,
  fileSources,
  type KnownFile,
} from './material/collectBesideFile';
import {
  collectFromRepository,
  repositorySources,
} from './material/collectFromRepository';
import { Look } from './material/Look';
import type { Material } from './material/Material';
import {
  configuredCredentials,
  LookMemory,
  OciRepository,
  RegistrySession,
  type CredentialSource,
  type RegistryAccess,
  type RepositoryServices,
  type RepositoryVisit,
} from './oci';
import type { FileReference, OciReference, Reference } from './reference';

/**
 * What an {@link ArtifactClient} may contact, and how long it may take.
 *
 * @public
 */
export interface ArtifactClientOptions {
  /** The registries that may be contacted; nothing else ever is. */
  registries: RegistryAccess[];
  /** Where credentials come from; by default those in `registries`. */
  credentials?: CredentialSource;
  /** The hosts of files that may be contacted, and of what registries redirect to. */
  fileHosts: FileHostAccess[];
  /** The time of collections and of the lives of tokens. */
  clock: { now(): Date };
  /** What differs from {@link defaultLimits}. */
  limits?: Partial<Limits>;
  /** Hears of each question about something that may change whether the answer was "unchanged". */
  onAnswer?(isUnchanged: boolean): void;
}

/**
 * For whom is looked.
 *
 * @public
 */
export interface LookOptions {
  /** Entity as `kind:namespace/name`. A credential that is bound to entities serves no look without one (S12.1). */
  entity?: string;
  /** Hears at the end how each host behaved that was asked, whether the look succeeded or not. */
  onContact?(contact: HostContact): void;
}

/**
 * What one look brought.
 *
 * @public
 */
export interface Collected {
  collection: Collection;
  materials: Material[];
}

/** A file that was just hashed needs not be downloaded again for the look that follows. */
const mostRemembered = 1_000;
const rememberedMs = 300_000;

/**
 * The one client that talks to registries and file hosts: read-only, by allow-list, guarded at every hop (S12).
 *
 * @public
 */
export class ArtifactClient {
  readonly #clock: { now(): Date };
  readonly #credentials: CredentialSource;
  readonly #limits: Limits;
  readonly #http: GuardedHttp;
  readonly #repositories: RepositoryServices;
  readonly #heldFiles: HeldFiles;
  readonly #justRead = new Map<string, { file: KnownFile; at: number }>();

  /** @throws Error for a host that is none, a pattern that does not compile, or a limit that is no number */
  constructor(options: ArtifactClientOptions) {
    const { clock, registries, fileHosts } = options;
    const limits = withDefaults(options.limits);
    const policies = new HostPolicies([...registries, ...fileHosts]);
    const http = new GuardedHttp({ policies, limits, clock });
    const credentials =
      options.credentials ?? configuredCredentials(registries);
    const session = { http, policies, credentials, limits, clock };
    this.#clock = clock;
    this.#credentials = credentials;
    this.#limits = limits;
    this.#http = http;
    this.#repositories = {
      session: new RegistrySession(session),
      limits,
      held: new HeldAnswers(limits, clock, isUnchanged =>
        options.onAnswer?.(isUnchanged),
      ),
      memory: new LookMemory(limits, clock),
    };
    this.#heldFiles = new HeldFiles(limits, clock);
  }

  /**
   * From a name to a digest: the bytes are fetched and hashed here.
   *
   * @throws {@link LookError} `host-not-allowed`, `artifact-not-found`, `access-denied`, `registry-unreachable`,
   * `rate-limited`, `limit-exceeded`, `digest-mismatch`, `malformed`
   */
  async resolve(
    reference: Reference,
    { entity, onContact }: LookOptions = {},
  ): Promise<Digest> {
    return this.#within(
      errand =>
        reference.type === 'oci'
          ? this.#resolveImage(reference, { errand, entity })
          : this.#resolveFile(reference, errand),
      contact => onContact?.(this.#asReferred(contact, reference)),
    );
  }

  /**
   * Looks at every source of signed material of one digest (S1.2). Failures are in the collection's sources; only a
   * mistake of this program throws.
   */
  async collect(
    reference: Reference,
    subject: Digest,
    { entity, onContact }: LookOptions = {},
  ): Promise<Collected> {
    return this.#within(
      errand =>
        reference.type === 'oci'
          ? this.#collectImage(reference, subject, { errand, entity })
          : this.#collectFile(reference, subject, errand),
      contact => onContact?.(this.#asReferred(contact, reference)),
    );
  }

  /**
   * A name for the credentials that a look for an entity could show to anybody: where two entities have the same, what
   * was read for one is what the other would have been given (S12.1).
   *
   * @throws where nobody can say; no look is shared then
   */
  async credentialScope(
    reference: Reference,
    { entity }: LookOptions,
  ): Promise<string> {
    // Files are read without credentials.
    if (reference.type === 'file') return '';
    const request = { repository: reference.path, entity };
    const scope = await this.#credentials.scope?.(request);
    return scope ?? JSON.stringify([entity ?? null]);
  }

  /** Ends idle connections. The client can be used on. */
  close() {
    this.#http.close();
  }

  async #within<T>(
    work: (errand: Errand) => Promise<T>,
    hear: (contact: HostContact) => void,
  ): Promise<T> {
    const errand = this.#http.errand();
    try {
      return await work(errand);
    } finally {
      errand.end();
      errand.contacts.forEach(hear);
    }
  }

  /** Docker Hub answers to another name on the wire, and a port of its own may be the scheme's. */
  #asReferred(contact: HostContact, reference: Reference): HostContact {
    const { host } = reference;
    const wire =
      reference.type === 'oci'
        ? this.#repositories.session.baseUrl(host)
        : new URL(reference.url);
    return contact.host === wire.host ? { ...contact, host } : contact;
  }

  async #resolveImage(reference: OciReference, visitor: Visitor) {
    const name = reference.digest ?? reference.tag ?? 'latest';
    const manifest = await this.#repository(reference, visitor).manifest(name);
    if (!manifest)
      throw lookError(
        'artifact-not-found',
        'configuration',
        `${reference.repository} has nothing at ${name}.`,
      );
    if (manifest.problem) throw manifest.problem;
    return manifest.digest;
  }

  /**
   * What was absent the last time is not asked for again while everything that was found with it is still there; a look
   * that misses any of it asks for everything, so that nothing is ever called absent or vanished from memory (S5.4).
   */
  async #collectImage(
    reference: OciReference,
    subject: Digest,
    visitor: Visitor,
  ): Promise<Collected> {
    const { memory } = this.#repositories;
    const { host, path } = reference;
    const key = JSON.stringify([host, path, subject, visitor.entity]);
    const lastLook = memory.lastLook(key);
    if (lastLook) {
      const { found, without } = lastLook;
      const short = await this.#lookAtImage(reference, subject, {
        ...visitor,
        without,
      });
      if (!isComplete(short.collection) || holdsAll(short.collection, found))
        return short;
    }
    const whole = await this.#lookAtImage(reference, subject, visitor);
    memory.keep(key, whole.collection);
    return whole;
  }

  async #lookAtImage(
    reference: OciReference,
    subject: Digest,
    visitor: Visitor,
  ): Promise<Collected> {
    const repository = this.#repository(reference, { ...visitor, subject });
    const look = this.#look(reference, subject, repositorySources);
    await collectFromRepository(repository, look);
    return look.end(this.#clock.now());
  }

  async #collectFile(
    reference: FileReference,
    subject: Digest,
    errand: Errand,
  ): Promise<Collected> {
    const look = this.#look(reference, subject, fileSources);
    const known = this.#takeJustRead(reference, subject);
    await collectBesideFile(this.#files(errand), reference, look, known);
    return look.end(this.#clock.now());
  }

  #look(
    { repository }: Reference,
    subject: Digest,
    sources: readonly MaterialSource[],
  ): Look {
    return new Look(subject, repository, this.#limits, sources);
  }

  async #resolveFile(
    reference: FileReference,
    errand: Errand,
  ): Promise<Digest> {
    const { digest, further, kinds } = await this.#files(errand).read(
      reference,
    );
    if (reference.digest !== undefined && reference.digest !== digest)
      throw lookError(
        'digest-mismatch',
        'material',
        `The file ${reference.repository} is not the one that its address demands: it hashes to ${digest}.`,
      );
    if (this.#justRead.size >= mostRemembered) this.#justRead.clear();
    const at = this.#clock.now().getTime();
    const file = { digest, further, ...(kinds && { kinds }) };
    this.#justRead.set(reference.url, { file, at });
    return digest;
  }

  /** Used once: a second look reads the file again (S5.4). */
  #takeJustRead(
    reference: FileReference,
    subject: Digest,
  ): KnownFile | undefined {
    const known = this.#justRead.get(reference.url);
    this.#justRead.delete(reference.url);
    if (known?.file.digest !== subject) return undefined;
    const age = this.#clock.now().getTime() - known.at;
    return age >= 0 && age <= rememberedMs ? known.file : undefined;
  }

  #repository({ host, path }: OciReference, visitor: Visitor): OciRepository {
    return new OciRepository(this.#repositories, { ...visitor, host, path });
  }

  #files(errand: Errand): FileHost {
    const { held } = this.#repositories;
    const services = { http: this.#http, held, heldFiles: this.#heldFiles };
    return new FileHost(services, errand);
  }
}

/** Who looks, and what is known already. */
type Visitor = Omit<RepositoryVisit, 'host' | 'path'>;

function holdsAll({ material }: Collection, wanted: readonly Digest[]) {
  const found = new Set(material.map(({ digest }) => digest));
  return wanted.every(digest => found.has(digest));
}
