import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetcher } from 'tuf-js';
// The updater tells "there is no newer root" by this class, and its package does not export it.
import { DownloadHTTPError } from 'tuf-js/dist/error';
import { statusProblem, type GuardedHttp } from '../../http';

/**
 * Lets the updater out through our guarded client alone: the mirror's exact host, limits on bytes and time, addresses
 * that were checked.
 */
export class GuardedFetcher implements Fetcher {
  constructor(
    private readonly options: {
      http: Pick<GuardedHttp, 'get'>;
      /** Without a slash at its end. */
      mirror: string;
      authorization?: string;
      /** Where a target lies until the updater has checked it. */
      folder: string;
    },
  ) {}

  async downloadBytes(address: string, maxLength: number): Promise<Buffer> {
    const { http, mirror, authorization } = this.options;
    const url = new URL(address);
    // File names are the metadata's words; whatever they are, they stay inside of the repository.
    if (!url.href.startsWith(`${mirror}/`))
      throw new Error(`${url.host}${url.pathname} lies outside of the mirror`);
    const purpose = `trust root ${url.pathname}`;
    const response = await http.get({
      url,
      purpose,
      limit: 'materialBytes',
      atMost: maxLength,
      ...(authorization !== undefined && { authorization }),
    });
    if (response.status === 200) return response.body;
    if (response.status === 404 || response.status === 403)
      throw new DownloadHTTPError(
        `${url.host} answered ${response.status} (${purpose})`,
        response.status,
      );
    throw statusProblem(response, purpose);
  }

  async downloadFile<T>(
    address: string,
    maxLength: number,
    handler: (path: string) => Promise<T>,
  ): Promise<T> {
    const path = join(this.options.folder, 'download');
    await writeFile(path, await this.downloadBytes(address, maxLength));
    return handler(path);
  }
}
