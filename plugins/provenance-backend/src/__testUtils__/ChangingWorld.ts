import type { Collection, Digest, Evidence } from '@countersign/domain';
import { LookError, type Material } from '@countersign/verifier';
import type { EngineOptions, Looker, Verification } from '../engine';
import { fakeDigest } from './engineOver';
import {
  collectionOf,
  evidenceOf,
  materialOf,
  registryDown,
  sourcesComplete,
} from './fixtures';

/** What a material says, whoever looks at it. */
export type Word = Partial<Evidence>;

/** What lies at a digest. */
export interface Thing {
  words: Word[];
  /** Instead of an end, each source after the first one has this. */
  trouble?: 'failed' | 'limited';
  /** The bytes of one material do not come. */
  isCut?: boolean;
  /** What it lists. */
  children: string[];
}

const unproven: Word = {
  signer: undefined,
  outcome: { status: 'failed', code: 'signature-invalid', message: 'no' },
};

/** Artifacts that change between looks. Who looks sees them as they are at that moment. */
export class ChangingWorld {
  readonly things = new Map<string, Thing>();
  /** Where references lead. */
  readonly names = new Map<string, string>();
  isDown = false;
  private readonly words = new Map<Digest, Word>();

  put(name: string, ...words: Word[]): Thing {
    const thing: Thing = { words, children: [] };
    this.things.set(name, thing);
    return thing;
  }

  looker(clock: EngineOptions['clock']): Looker {
    return {
      resolve: async ({ text }) => {
        if (this.isDown) throw new LookError(registryDown);
        return fakeDigest(this.names.get(text) ?? text);
      },
      collect: async ({ repository }, subject) => {
        const at = clock.now().toISOString();
        return this.collect(repository, subject, at);
      },
      credentialScope: async () => '',
    };
  }

  /** One authority proves what the words say; all others prove nothing. */
  verification(): Verification {
    return {
      revision: 1,
      verify: async ({ digest }, { subject, authority }) => {
        const word = this.words.get(digest) ?? {};
        const known = authority.name === 'acme' ? word : unproven;
        return { ...evidenceOf(subject, digest, authority), ...known };
      },
      close: async () => undefined,
    };
  }

  private collect(repository: string, subject: Digest, at: string) {
    const thing = this.thingAt(subject);
    const materials = thing.words.map(word => this.materialOf(subject, word));
    const content: Partial<Collection> = {
      ...{ repository, sources: sourcesOf(thing) },
      material: materials.map(({ digest, source, format }) => ({
        ...{ digest, source, format },
      })),
      ...(thing.children.length > 0 && {
        children: thing.children.map(child => ({
          digest: fakeDigest(child),
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          isRunnable: true,
        })),
      }),
    };
    const collection = collectionOf(subject, at, content);
    return { collection, materials: thing.isCut ? [] : materials };
  }

  private thingAt(subject: Digest): Thing {
    const [name = ''] = [...this.things.keys()].filter(
      one => fakeDigest(one) === subject,
    );
    return this.things.get(name) ?? { words: [], children: [] };
  }

  private materialOf(subject: Digest, word: Word): Material {
    const digest = fakeDigest(`${subject} ${JSON.stringify(word)}`);
    this.words.set(digest, word);
    return { ...materialOf('b'), digest };
  }
}

function sourcesOf({ trouble }: Thing): Collection['sources'] {
  if (!trouble) return sourcesComplete;
  const [first, ...rest] = sourcesComplete;
  return [
    first,
    ...rest.map(({ source }) =>
      trouble === 'failed'
        ? { source, status: trouble, cause: registryDown }
        : { source, status: trouble, limit: 'too many' },
    ),
  ];
}
