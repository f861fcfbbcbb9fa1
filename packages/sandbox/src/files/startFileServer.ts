import { FaultTable, type Fault } from '../http/Fault';
import { listen } from '../http/listen';
import type { Reply } from '../http/Reply';
import { RequestLog } from '../http/RequestLog';
import { sendReply } from '../http/sendReply';

/**
 * A file server that runs on loopback.
 *
 * @public
 */
export interface FileServer {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** Every file by its path, without a leading slash. */
  readonly files: Map<string, Buffer>;
  readonly requests: RequestLog;
  readonly faults: FaultTable;
  /** Serves bytes; @returns the file's address. */
  put(path: string, bytes: Uint8Array): string;
  /** @param path - A file's path, or a folder that ends in `/`. */
  setFault(path: string, fault: Fault): void;
  clearFault(path: string): void;
  close(): Promise<void>;
}

/**
 * Starts an HTTP server for release files and the bundles beside them.
 *
 * @throws PortBusyError where the port is taken.
 * @public
 */
export async function startFileServer(
  options: { port?: number; files?: Map<string, Buffer> } = {},
): Promise<FileServer> {
  const { port = 0, files = new Map<string, Buffer>() } = options;
  const requests = new RequestLog();
  const faults = new FaultTable();
  const { host, close } = await listen(
    async (request, response) => {
      const { method = 'GET', url: path = '/' } = request;
      const file = path.split('?')[0].replace(/^\//, '');
      await sendReply(response, fileReply(method, files.get(file), file), {
        head: method === 'HEAD',
        fault: faults.find(file, path),
        conditional: { ifNoneMatch: request.headers['if-none-match'] },
      });
      requests.add({
        method,
        path,
        repository: file,
        status: response.headersSent ? response.statusCode : undefined,
        authorization: request.headers.authorization?.split(' ')[0],
      });
    },
    port,
    'sandbox.filesPort',
  );
  return {
    host,
    files,
    requests,
    faults,
    put(path, bytes) {
      files.set(path, Buffer.from(bytes));
      return `http://${host}/${path}`;
    },
    setFault: (path, fault) => faults.set(path, fault),
    clearFault: path => faults.clear(path),
    close,
  };
}

function fileReply(
  method: string,
  body: Buffer | undefined,
  file: string,
): Reply {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 };
  if (!body) return { status: 404 };
  const type = file.endsWith('.json')
    ? 'application/json'
    : 'application/octet-stream';
  return { status: 200, headers: { 'content-type': type }, body };
}
