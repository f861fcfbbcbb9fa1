import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Updater } from 'tuf-js';
import type { GuardedHttp } from '../../http';
import { AuthorityError } from '../authority';
import { GuardedFetcher } from './GuardedFetcher';
import {
  checkDistinctKeys,
  expiryOf,
  tufRoles,
  type TufMetadata,
} from './TufMetadata';

/** More than a trust root has ever needed. */
const targetBytes = 2 * 1024 * 1024;

/** How far an update came: what was learned on the way holds, whether or not it reached its end (TUF 5.3.8, 5.4.5). */
export type TufUpdate = { metadata: TufMetadata } & (
  | { target: Buffer; expiresAt: Date }
  | { problem: Error }
);

/**
 * Follows a TUF repository from what is trusted already to one target of its own.
 *
 * @remarks
 * Delegations are never followed: a trust root that somebody else signs for is none (CVE-2024-47534). The updater
 * works on files; they lie in a folder that lives as long as the update, under names of ours.
 *
 * @returns never throws for anything that a mirror does
 */
export async function updateTuf(options: {
  metadata: TufMetadata;
  /** Without a slash at its end. */
  mirror: string;
  authorization?: string;
  target: string;
  /** What the target was the last time: where it still is, it is not fetched again. */
  known?: string;
  http: Pick<GuardedHttp, 'get'>;
  now: Date;
}): Promise<TufUpdate> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-tuf-'));
  try {
    await putMetadata(folder, options.metadata);
    try {
      const target = await download(folder, options);
      const metadata = await takeMetadata(folder);
      checkDistinctKeys(metadata);
      return {
        metadata,
        target,
        expiresAt: checkExpiry(metadata, options.now),
      };
    } catch (error) {
      return {
        metadata: await takeMetadata(folder),
        problem: error instanceof Error ? error : new Error(String(error)),
      };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function download(
  folder: string,
  options: Parameters<typeof updateTuf>[0],
): Promise<Buffer> {
  const { mirror, target } = options;
  const updater = new Updater({
    metadataDir: folder,
    metadataBaseUrl: mirror,
    targetBaseUrl: `${mirror}/targets`,
    fetcher: new GuardedFetcher({ ...options, folder }),
    config: { maxDelegations: 0 },
  });
  await updater.refresh();
  const info = await updater.getTargetInfo(target);
  if (!info) throw new AuthorityError(`The mirror has no target ${target}.`);
  if (!(info.length <= targetBytes))
    throw new AuthorityError(`The target ${target} is larger than any root.`);
  const path = join(folder, 'target');
  if (options.known !== undefined) await writeFile(path, options.known);
  if ((await updater.findCachedTarget(info, path)) === undefined)
    await updater.downloadTarget(info, path);
  return readFile(path);
}

/** The updater goes by the clock of the machine; ours may be another one, and the stricter of the two counts. */
function checkExpiry(metadata: TufMetadata, now: Date): Date {
  const expiresAt = expiryOf(metadata);
  if (expiresAt <= now)
    throw new AuthorityError('The TUF metadata of the mirror has expired.');
  return expiresAt;
}

async function putMetadata(folder: string, metadata: TufMetadata) {
  for (const role of tufRoles) {
    const encoded = metadata[role];
    if (encoded === undefined) continue;
    const bytes = Buffer.from(encoded, 'base64');
    await writeFile(join(folder, `${role}.json`), bytes);
  }
}

async function takeMetadata(folder: string): Promise<TufMetadata> {
  const entries = await Promise.all(
    tufRoles.map(async role => {
      const bytes = await readFile(join(folder, `${role}.json`)).catch(
        () => undefined,
      );
      return [role, bytes?.toString('base64')] as const;
    }),
  );
  return Object.fromEntries(
    entries.filter(([, bytes]) => bytes !== undefined),
  ) as TufMetadata;
}
