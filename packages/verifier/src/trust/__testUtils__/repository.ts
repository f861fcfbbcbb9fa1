import type { Digest } from '@countersign/domain';
import {
  pushImage,
  RegistryStore,
  SigstoreInstance,
  startTufMirror,
  toBundle,
  TufRepository,
  workflowIdentity,
  type TrustedRootJson,
  type TufMirror,
} from '@countersign/sandbox';
import { fromBundle } from '../../__testUtils__/minted';
import { verifyMaterial } from '../../verification/verifyMaterial';
import { AuthorityKeeper, type AuthorityKeeperOptions } from '../keeper';
import { sigstoreAuthority } from '../sigstoreAuthority';
import { tufSource } from '../sources';
import { MemoryTrustStore } from '../store';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/**
 * A clock that runs with the machine's, because the TUF library asks that one, and that tests move on from there.
 */
export class OffsetClock {
  private offset = 0;

  now(): Date {
    return new Date(Date.now() + this.offset);
  }

  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }
}

const clock = new OffsetClock();
export const acme = SigstoreInstance.create({ name: 'acme', clock });
export const other = SigstoreInstance.create({ name: 'other', clock });
export const subject = pushImage(
  new RegistryStore().repository('acme/payments'),
  { tag: 'v1' },
).digest as Digest;

/** A signature of acme's release workflow over the subject, made a minute ago. */
export function signedBy(instance: SigstoreInstance, ago = minute) {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'acme/payments', digest: { sha256: subject.slice(7) } }],
    predicateType: 'https://sigstore.dev/cosign/sign/v1',
    predicate: {},
  };
  const signed = instance.sign(
    { type: 'dsse', payload: Buffer.from(JSON.stringify(statement)) },
    {
      signer: {
        type: 'certificate',
        identity: workflowIdentity({
          repository: 'acme/payments',
          ref: 'refs/tags/v1',
        }),
      },
      at: new Date(Date.now() - ago),
    },
  );
  return { subject, material: fromBundle(toBundle(signed)) };
}

export function bytes(root: object): Buffer {
  return Buffer.from(JSON.stringify(root));
}

const lists = [
  'tlogs',
  'certificateAuthorities',
  'ctlogs',
  'timestampAuthorities',
] as const;

/** Everything of both roots; windows of the first end where `end` says so. */
export function joined(
  first: TrustedRootJson,
  second: TrustedRootJson,
  end?: Date,
): object {
  const ended: any = structuredClone(first);
  const validFor = (one: any) => one.publicKey?.validFor ?? one.validFor;
  if (end)
    for (const list of lists)
      for (const one of ended[list]) validFor(one).end = end.toISOString();
  const merged = lists.map(list => [list, [...ended[list], ...second[list]]]);
  return { ...ended, ...Object.fromEntries(merged) };
}

export interface Scene {
  clock: OffsetClock;
  repository: TufRepository;
  mirror: TufMirror;
  store: MemoryTrustStore;
  /** Another process on the same store. */
  keeper(changes?: Partial<AuthorityKeeperOptions>): AuthorityKeeper;
  /** A mirror of the sandbox with acme's trust root, and what a keeper of it needs. */
  source(
    changes?: Partial<Parameters<typeof tufSource>[0]>,
  ): ReturnType<typeof tufSource>;
  close(): Promise<void>;
}

/** Short limits: what a mirror drags out ends soon. */
const limits = { requestMs: 2_000, idleMs: 500, retries: 0, lookMs: 3_000 };

export async function scene(
  options: { authorization?: string; rootThreshold?: number } = {},
): Promise<Scene> {
  const own = new OffsetClock();
  const repository = TufRepository.create({
    clock: own,
    targets: { 'trusted_root.json': bytes(acme.trustedRoot()) },
    rootThreshold: options.rootThreshold,
  });
  const mirror = await startTufMirror(repository, options);
  const store = new MemoryTrustStore();
  const pin = repository.root();
  const source: Scene['source'] = changes =>
    tufSource(
      { url: mirror.url, root: pin, privateNetwork: true, ...changes },
      { clock: own, limits },
    );
  return {
    clock: own,
    repository,
    mirror,
    store,
    source,
    keeper: changes =>
      new AuthorityKeeper({
        name: 'acme',
        kind: 'sigstore',
        source: source(),
        build: content => sigstoreAuthority('acme', JSON.parse(content)),
        store,
        clock: own,
        verify: verifyMaterial,
        intervalMs: hour,
        random: () => 0.5,
        ...changes,
      }),
    close: () => mirror.close(),
  };
}

/** The digest of the authority that this root is. */
export function digestOfRoot(root: object): Digest {
  return sigstoreAuthority('acme', root).digest;
}
