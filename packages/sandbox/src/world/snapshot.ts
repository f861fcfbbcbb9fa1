import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '@countersign/domain';
import type { FileServer } from '../files';
import type { Fault } from '../http';
import { SigstoreInstance, type SigstoreSnapshot } from '../minter';
import { keyPairFromPem, privateKeyPem } from '../minter/keys';
import { digestOf, type Registry } from '../registry';
import type { TrustMaterial } from './Stage';

/** Raised when what the world holds changes, so that a data folder of another edition is made anew. */
const edition = 3;

interface RepositorySnapshot {
  name: string;
  referrersApi: boolean;
  blobs: Digest[];
  manifests: [Digest, string][];
  tags: [string, Digest][];
}

interface WorldSnapshot {
  edition: number;
  sigstores: Record<keyof TrustMaterial['sigstores'], SigstoreSnapshot>;
  keys: Record<keyof TrustMaterial['keys'], string>;
  repositories: RepositorySnapshot[];
  files: [string, Digest][];
  faults: { registry: Record<string, Fault>; files: Record<string, Fault> };
  playedActs: string[];
}

/** What is written to and read from a data folder. */
export interface WorldState {
  trust: TrustMaterial;
  registry: Registry;
  files: FileServer;
  playedActs: string[];
}

const stateFile = (folder: string) => join(folder, 'world.json');
const contentFile = (folder: string, digest: Digest) =>
  join(folder, 'content', digest.replace(':', '-'));

/**
 * Writes keys, content, faults and acts to a folder; content by digest, the state last and in one step, so that a
 * process that ends half-way leaves the earlier state readable.
 *
 * @param skip - Whether a name comes from a folder that is read on every start.
 */
export async function saveWorld(
  folder: string,
  state: WorldState,
  skip: (name: string) => boolean,
): Promise<void> {
  await mkdir(join(folder, 'content'), { recursive: true });
  const write = async (bytes: Buffer) => {
    const path = contentFile(folder, digestOf(bytes));
    if (!existsSync(path)) await writeFile(path, bytes);
    return digestOf(bytes);
  };
  const repositories: RepositorySnapshot[] = [];
  for (const repository of state.registry.store.list()) {
    if (skip(repository.name)) continue;
    for (const bytes of repository.blobs.values()) await write(bytes);
    for (const { bytes } of repository.manifests.values()) await write(bytes);
    repositories.push({
      name: repository.name,
      referrersApi: repository.referrersApi,
      blobs: [...repository.blobs.keys()],
      manifests: [...repository.manifests].map(([key, m]) => [
        key,
        m.mediaType,
      ]),
      tags: [...repository.tags],
    });
  }
  const files: [string, Digest][] = [];
  for (const [path, bytes] of state.files.files)
    if (!skip(path)) files.push([path, await write(bytes)]);
  const snapshot: WorldSnapshot = {
    edition,
    ...trustSnapshot(state.trust),
    repositories,
    files,
    faults: {
      registry: state.registry.faults.toJSON(),
      files: state.files.faults.toJSON(),
    },
    playedActs: state.playedActs,
  };
  const temporary = `${stateFile(folder)}.new`;
  await writeFile(temporary, JSON.stringify(snapshot), { mode: 0o600 });
  await rename(temporary, stateFile(folder));
}

/** @returns `undefined` where the folder holds no world of this edition. */
export async function readSnapshot(
  folder: string,
): Promise<WorldSnapshot | undefined> {
  if (!existsSync(stateFile(folder))) return undefined;
  const snapshot: WorldSnapshot = JSON.parse(
    await readFile(stateFile(folder), 'utf8'),
  );
  return snapshot.edition === edition ? snapshot : undefined;
}

export function restoreTrust(
  snapshot: WorldSnapshot,
  clock: { now(): Date },
): TrustMaterial {
  const sigstore = (name: keyof TrustMaterial['sigstores']) =>
    SigstoreInstance.fromJSON(snapshot.sigstores[name], clock);
  return {
    sigstores: {
      acme: sigstore('acme'),
      partner: sigstore('partner'),
      stranger: sigstore('stranger'),
    },
    keys: {
      platform: keyPairFromPem(snapshot.keys.platform),
      retired: keyPairFromPem(snapshot.keys.retired),
    },
  };
}

export async function restoreContent(
  folder: string,
  snapshot: WorldSnapshot,
  registry: Registry,
  files: FileServer,
): Promise<void> {
  const read = (digest: Digest) => readFile(contentFile(folder, digest));
  for (const saved of snapshot.repositories) {
    const repository = registry.repository(saved.name);
    repository.referrersApi = saved.referrersApi;
    for (const digest of saved.blobs)
      repository.blobs.set(digest, await read(digest));
    for (const [digest, mediaType] of saved.manifests)
      repository.manifests.set(digest, {
        mediaType,
        bytes: await read(digest),
      });
    for (const [tag, digest] of saved.tags) repository.tags.set(tag, digest);
  }
  for (const [path, digest] of snapshot.files)
    files.files.set(path, await read(digest));
  for (const [name, fault] of Object.entries(snapshot.faults.registry))
    registry.setFault(name, fault);
  for (const [path, fault] of Object.entries(snapshot.faults.files))
    files.setFault(path, fault);
}

function trustSnapshot(trust: TrustMaterial) {
  const { sigstores, keys } = trust;
  return {
    sigstores: {
      acme: sigstores.acme.toJSON(),
      partner: sigstores.partner.toJSON(),
      stranger: sigstores.stranger.toJSON(),
    },
    keys: {
      platform: privateKeyPem(keys.platform),
      retired: privateKeyPem(keys.retired),
    },
  };
}
