import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Fault } from './Fault';
import type { Reply } from './Reply';

const garbage = Buffer.from('\u0000\u0001 this is {not what was asked for');
const endlessChunk = Buffer.alloc(64 * 1024, 'x');

/** Writes an answer, or what a fault makes of it. */
export async function sendReply(
  response: ServerResponse,
  reply: Reply,
  options: {
    head: boolean;
    fault?: Fault;
    /** The request's `If-None-Match`; with it or without, answers get an `ETag`. Absent: no answer has one. */
    conditional?: { ifNoneMatch?: string };
  },
): Promise<void> {
  const { head } = options;
  const fault = head ? faultOfHead(options.fault) : options.fault;
  switch (fault?.kind) {
    case 'down':
      response.destroy();
      return;
    case 'status':
      write(response, statusReply(fault), head);
      return;
    case 'slow':
      await delay(response, fault.milliseconds);
      write(response, reply, head);
      return;
    case 'truncated':
      writeHalf(response, reply);
      return;
    case 'endless':
      writeWithoutEnd(response, reply);
      return;
    case 'wrong-bytes':
      write(response, { ...reply, body: oneByteOff(reply.body) }, head);
      return;
    case 'garbage':
      write(response, { ...reply, status: 200, body: garbage }, head);
      return;
    default:
      write(response, withTag(reply, options.conditional), head);
  }
}

/** An answer without a body has none that could go wrong, and writing one without end would never yield. */
function faultOfHead(fault: Fault | undefined): Fault | undefined {
  const hasHead =
    fault?.kind === 'down' ||
    fault?.kind === 'status' ||
    fault?.kind === 'slow';
  return hasHead ? fault : undefined;
}

/** The same bytes have the same tag, and are not sent to whoever names it (RFC 9110, 13.1.2). */
function withTag(
  reply: Reply,
  conditional: { ifNoneMatch?: string } | undefined,
): Reply {
  if (!conditional || reply.status !== 200 || !reply.body) return reply;
  const hash = createHash('sha256').update(reply.body).digest('hex');
  const etag = `"${hash}"`;
  const headers = { ...reply.headers, etag };
  return conditional.ifNoneMatch === etag
    ? { status: 304, headers }
    : { ...reply, headers };
}

function write(response: ServerResponse, reply: Reply, head: boolean) {
  const { status, headers = {}, body = Buffer.alloc(0) } = reply;
  const length =
    status === 204 || status === 304 ? {} : { 'content-length': body.length };
  response.writeHead(status, { ...length, ...headers });
  response.end(head ? undefined : body);
}

function statusReply(fault: Fault & { kind: 'status' }): Reply {
  const extra: Record<string, string> = {};
  if (fault.status === 401) extra['www-authenticate'] = 'Basic realm="sandbox"';
  if (fault.status === 429)
    extra['retry-after'] = String(fault.retryAfterSeconds ?? 30);
  const body = {
    errors: [{ code: 'SANDBOX_FAULT', message: 'as configured' }],
  };
  return {
    status: fault.status,
    headers: { 'content-type': 'application/json', ...extra },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function delay(response: ServerResponse, milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function writeHalf(response: ServerResponse, reply: Reply) {
  const body = reply.body ?? Buffer.alloc(2);
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': body.length,
  });
  const half = body.subarray(0, Math.floor(body.length / 2));
  // Flushed first, so that the client has the head and sees a body that stops.
  response.write(half, () => response.destroy());
}

function writeWithoutEnd(response: ServerResponse, reply: Reply) {
  const { 'content-length': _, ...headers } = reply.headers ?? {};
  response.writeHead(200, headers);
  const pump = () => {
    while (!response.destroyed && response.write(endlessChunk));
  };
  response.on('drain', pump);
  pump();
}

function oneByteOff(body: Buffer | undefined): Buffer | undefined {
  if (!body?.length) return body;
  const other = Buffer.from(body);
  other[Math.floor(other.length / 2)] ^= 0x01;
  return other;
}
