import { FaultTable, type Fault } from '../http/Fault';
import { listen } from '../http/listen';
import type { Reply } from '../http/Reply';
import { RequestLog } from '../http/RequestLog';
import { sendReply } from '../http/sendReply';
import type { TufRepository } from './TufRepository';

/**
 * A TUF mirror that runs on loopback.
 *
 * @public
 */
export interface TufMirror {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** Address of the repository, without a slash at its end. */
  readonly url: string;
  readonly requests: RequestLog;
  /** @param path - A file's path, or a folder that ends in `/`. */
  setFault(path: string, fault: Fault): void;
  clearFault(path: string): void;
  /** Answers a path with a redirect. */
  redirect(path: string, location: string): void;
  close(): Promise<void>;
}

/**
 * Serves a repository on 127.0.0.1.
 *
 * @param options - `authorization`: what a request has to carry; without it the answer is 401
 * @throws PortBusyError where the port is taken.
 * @public
 */
export async function startTufMirror(
  repository: Pick<TufRepository, 'files'>,
  options: { port?: number; authorization?: string } = {},
): Promise<TufMirror> {
  const requests = new RequestLog();
  const faults = new FaultTable();
  const redirects = new Map<string, string>();
  const { host, close } = await listen(
    async (request, response) => {
      const { method = 'GET', url: path = '/' } = request;
      const file = decodeURI(path.split('?')[0]).replace(/^\//, '');
      const { authorization } = request.headers;
      const refused =
        options.authorization !== undefined &&
        authorization !== options.authorization;
      const reply = refused
        ? { status: 401 }
        : replyTo(repository.files.get(file), redirects.get(file));
      await sendReply(response, reply, {
        head: method === 'HEAD',
        fault: faults.find(file, path),
      });
      requests.add({
        method,
        path,
        repository: file,
        status: response.headersSent ? response.statusCode : undefined,
        authorization: authorization?.split(' ')[0],
      });
    },
    options.port ?? 0,
    'sandbox.tufPort',
  );
  return {
    host,
    url: `http://${host}`,
    requests,
    setFault: (path, fault) => faults.set(path, fault),
    clearFault: path => faults.clear(path),
    redirect: (path, location) => redirects.set(path, location),
    close,
  };
}

function replyTo(
  body: Buffer | undefined,
  location: string | undefined,
): Reply {
  if (location !== undefined) return { status: 307, headers: { location } };
  if (!body) return { status: 404 };
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}
