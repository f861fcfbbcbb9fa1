import type { ArtifactKind, Digest } from '@countersign/domain';
import {
  statusProblem,
  type Errand,
  type GuardedHttp,
  type GuardedResponse,
  type HeldAnswers,
} from '../http';
import { lookError } from '../LookError';
import type { SubjectDigests } from '../material/Material';
import type { FileReference } from '../reference';
import { FileReading } from './FileReading';
import type { HeldFiles } from './HeldFiles';

/**
 * A host of files that may be contacted, without any credential (S12.1).
 *
 * @public
 */
export interface FileHostAccess {
  /** Exact host, with its port where it has one. */
  host: string;
  /** Unencrypted HTTP; works for loopback addresses only. */
  plainHttp?: boolean;
  /** The host may have a private or a loopback address. */
  privateNetwork?: boolean;
}

/** A file that was read to its end; of its bytes only those that were asked for are held. */
export interface ReadFile {
  digest: Digest;
  further: Omit<SubjectDigests, 'sha256'>;
  /** All bytes of the file, where there are no more than asked for. */
  bytes?: Buffer;
  /** What its bytes can be, where that is certain (S3.1). */
  kinds?: ArtifactKind[];
}

/** Reads files from allowed hosts, within one look. */
export class FileHost {
  constructor(
    private readonly services: {
      http: GuardedHttp;
      held: HeldAnswers;
      heldFiles: HeldFiles;
    },
    private readonly errand: Errand,
  ) {}

  /**
   * Streams the file through its hashes.
   *
   * @param hold - how many of its bytes may be held; by default none
   */
  async read(reference: FileReference, hold = 0): Promise<ReadFile> {
    const known =
      hold === 0 ? this.services.heldFiles.find(reference.url) : undefined;
    const purpose = `file ${reference.repository}`;
    let reading = new FileReading(hold);
    const response = await this.services.http.get({
      url: new URL(reference.url),
      purpose,
      errand: this.errand,
      limit: 'fileBytes',
      ...(known && { headers: { 'if-none-match': known.etag } }),
      sink: () => {
        reading = new FileReading(hold);
        return chunk => reading.push(chunk);
      },
    });
    if (response.status === 304 && known) return known.file;
    if (response.status === 404)
      throw lookError(
        'artifact-not-found',
        'configuration',
        `There is no file at ${reference.repository}.`,
      );
    if (response.status !== 200) throw statusProblem(response, purpose);
    checkIsFile(response, reference);
    const file = await reading.end();
    this.services.heldFiles.keep(reference.url, response.headers.etag, file);
    return file;
  }

  /** The bytes of a bundle; `undefined` is the host's clear "not here". */
  async bundle(address: string): Promise<Buffer | undefined> {
    const url = new URL(address);
    const purpose = `bundle ${url.origin}${url.pathname}`;
    return this.services.held.ask(
      url.href,
      headers =>
        this.services.http.get({
          url,
          purpose,
          errand: this.errand,
          limit: 'materialBytes',
          headers,
        }),
      response => {
        if (response.status === 404) return undefined;
        if (response.status !== 200) throw statusProblem(response, purpose);
        return response.body;
      },
    );
  }
}

/**
 * A page to sign in at would have a digest of its own: nothing is signed for it, and the file would read as another
 * one, unsigned (S5.4).
 */
function checkIsFile(
  { headers, url }: GuardedResponse,
  { repository }: FileReference,
) {
  // Not an outage: whoever can replace a file could name its type, and must not keep the verdict of its predecessor.
  if (/^text\/html\b/i.test(headers['content-type'] ?? ''))
    throw lookError(
      'artifact-not-found',
      'configuration',
      `${url.host} answers with a web page where the file ${repository} should be.`,
    );
}
