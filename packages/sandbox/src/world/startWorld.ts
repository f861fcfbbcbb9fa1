import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import type { AuthorityDefinition } from '@countersign/backstage-plugin-provenance-node';
import { addFolder } from '../corpus/addFolder';
import { imageEntities } from '../corpus/imageEntities';
import { corpusFolder } from '../corpus/corpusFolder';
import { startFileServer, type FileServer } from '../files';
import { startRegistry, type Registry } from '../registry';
import { actScripts, type Act } from './acts';
import { configuredAuthorities } from './authorities';
import { readCatalog, readOwnCatalog } from './catalog';
import { companyEntities, publishCompany } from './company';
import { populate } from './populate';
import {
  readSnapshot,
  restoreContent,
  restoreTrust,
  saveWorld,
} from './snapshot';
import { mintTrustMaterial, type Stage, type TrustMaterial } from './Stage';

/** @public */
export interface WorldOptions {
  /** What everything is minted by. The computer's clock where absent. */
  clock?: { now(): Date };
  /** 0 or absent: a free one. */
  registryPort?: number;
  filesPort?: number;
  /** Where keys and content live between starts; absent: in memory alone. */
  dataFolder?: string;
  /** Folders with `images/`, `files/` and `catalog/` that are served too. */
  add?: string[];
  /** Folder with real images; `false` for none. The one of `corpusFolder()` where absent. */
  corpus?: string | false;
  /** Adds generated entities with so many usages at least. None where absent. */
  usages?: number;
}

/**
 * Acme Pay: its artifacts, its signers and its catalog, all on loopback.
 *
 * @public
 */
export interface World extends TrustMaterial {
  readonly registry: Registry;
  readonly files: FileServer;
  /** Everything that the catalog gets: people and groups too. */
  readonly entities: Entity[];
  /** The authorities that the portal is to know. */
  readonly authorities: AuthorityDefinition[];
  /** What happens after a first look, in order. */
  readonly acts: Act[];
  /** Ends both servers; with a data folder, writes what changed first. */
  close(): Promise<void>;
}

/**
 * Starts the whole world. With a data folder that holds one already, the same keys and bytes are served again.
 *
 * @throws PortBusyError, LayoutError, CatalogFileError
 * @public
 */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { clock = { now: () => new Date() }, dataFolder } = options;
  const registry = await startRegistry({ port: options.registryPort });
  let files: FileServer | undefined;
  try {
    files = await startFileServer({ port: options.filesPort });
    const servers = { registry, files };
    const { trust, playedActs } = await content(servers, clock, dataFolder);
    const { entities, names } = await collect(servers, options);
    if (options.usages) {
      publishCompany({ clock, ...trust, ...servers });
      entities.push(...companyEntities(options.usages, registry.host));
    }
    const save = inTurn(async () => {
      if (dataFolder)
        await saveWorld(dataFolder, { trust, ...servers, playedActs }, name =>
          names.has(name),
        );
    });
    await save();
    return {
      ...servers,
      ...trust,
      entities,
      authorities: configuredAuthorities(trust),
      acts: acts({ clock, ...trust, ...servers }, playedActs, save),
      async close() {
        await save();
        await Promise.all([registry.close(), servers.files.close()]);
      },
    };
  } catch (error) {
    await Promise.all([registry.close(), files?.close()]);
    throw error;
  }
}

/** An act may be played while the world ends: two writers would take turns on one file. */
function inTurn(task: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(task, task);
    return last;
  };
}

interface Servers {
  registry: Registry;
  files: FileServer;
}

async function content(
  servers: Servers,
  clock: { now(): Date },
  dataFolder: string | undefined,
): Promise<{ trust: TrustMaterial; playedActs: string[] }> {
  const snapshot = dataFolder ? await readSnapshot(dataFolder) : undefined;
  if (dataFolder && snapshot) {
    await restoreContent(dataFolder, snapshot, servers.registry, servers.files);
    return {
      trust: restoreTrust(snapshot, clock),
      playedActs: [...snapshot.playedActs],
    };
  }
  const trust = mintTrustMaterial(clock);
  populate({ clock, ...trust, ...servers });
  return { trust, playedActs: [] };
}

/** Every entity, and the names of what is read from folders: the data folder leaves them out. */
async function collect(
  servers: Servers,
  options: WorldOptions,
): Promise<{ entities: Entity[]; names: Set<string> }> {
  const { host } = servers.registry;
  const placeholders = { registry: host, files: servers.files.host };
  const entities = await readOwnCatalog(placeholders);
  const names = new Set<string>();
  const corpus =
    options.corpus === undefined ? corpusFolder() : options.corpus || undefined;
  const folders = [
    ...(corpus ? [{ folder: corpus, prefix: 'corpus' }] : []),
    ...(options.add ?? []).map(folder => ({ folder, prefix: 'added' })),
  ];
  for (const { folder, prefix } of folders) {
    const { images, names: added } = await addFolder(folder, prefix, servers);
    added.forEach(name => names.add(name));
    const own = await readCatalog(join(folder, 'catalog'), placeholders);
    entities.push(...own, ...imageEntities(host, images, own));
  }
  return { entities, names };
}

function acts(
  stage: Stage,
  playedActs: string[],
  save: () => Promise<void>,
): Act[] {
  return actScripts.map(({ id, repository, play }) => ({
    id,
    repository,
    get played() {
      return playedActs.includes(id);
    },
    async run() {
      if (playedActs.includes(id)) return;
      play(stage);
      playedActs.push(id);
      await save();
    },
  }));
}
