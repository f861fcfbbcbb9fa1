import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '../../encoding';
import { isObject, textAt } from '../../json';
import { checkKey, type TrustRecord, type TrustStore } from './TrustStore';

/**
 * Keeps one file for each authority in a folder of its own, for the command line.
 *
 * @remarks
 * A revision is a file of its own that is made in full under another name and then linked: a reader never sees half of
 * it, and of two processes that write the same revision the file system lets one through. A file that is damaged, or
 * that somebody edited, counts as absent.
 *
 * @public
 */
export class FileTrustStore implements TrustStore {
  readonly #folder: string;

  /** @param folder - made where it does not exist, readable by its owner alone */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(key: string): Promise<TrustRecord | undefined> {
    for (let before = 0; ; ) {
      const revision = (await this.#revisions(checkKey(key))).at(-1);
      if (revision === undefined) return undefined;
      const content = await this.#content(key, revision);
      if (content !== undefined) return { revision, content };
      // Another process may have put the next one in its place meanwhile; one that is still there is damaged.
      if (revision === before) return { revision };
      before = revision;
    }
  }

  async write(
    key: string,
    content: string,
    expected: number,
  ): Promise<boolean> {
    const revisions = await this.#revisions(checkKey(key));
    if ((revisions.at(-1) ?? 0) !== expected) return false;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const draft = join(this.#folder, `${randomUUID()}.tmp`);
    try {
      await writeThrough(
        draft,
        JSON.stringify({ digest: digestOf(content), content }),
      );
      await link(draft, this.#path(key, expected + 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
    for (const old of revisions)
      await rm(this.#path(key, old), { force: true });
    return true;
  }

  async #revisions(key: string): Promise<number[]> {
    const form = new RegExp(`^${key}\\.(\\d{1,15})\\.json$`);
    const names = await readdir(this.#folder).catch(error => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names
      .flatMap(name => form.exec(name)?.slice(1).map(Number) ?? [])
      .sort((a, b) => a - b);
  }

  async #content(key: string, revision: number): Promise<string | undefined> {
    try {
      const text = await readFile(this.#path(key, revision), 'utf8');
      const stored: unknown = JSON.parse(text);
      const content = textAt(stored, 'content');
      const isWhole =
        isObject(stored) &&
        content !== undefined &&
        stored.digest === digestOf(content);
      return isWhole ? content : undefined;
    } catch {
      return undefined;
    }
  }

  #path(key: string, revision: number): string {
    return join(this.#folder, `${key}.${revision}.json`);
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
