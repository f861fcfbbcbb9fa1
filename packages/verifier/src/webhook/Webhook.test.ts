import { createHmac } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { LookError } from '../LookError';
import { Webhook, type WebhookAccess, type WebhookOptions } from './Webhook';

const text = '{"sequence":7}';
const secret = 'the key of the signature';

describe('Webhook', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  const requests: {
    method?: string;
    url?: string;
    headers: IncomingHttpHeaders;
    body: string;
  }[] = [];
  const hooks: Webhook[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const { method, url: path, headers } = request;
      let body = '';
      for await (const chunk of request) body += chunk;
      requests.push({ method, url: path, headers, body });
      answer(request, response);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    url = `http://127.0.0.1:${port}/hooks/token-in-the-path?key=1`;
  });
  beforeEach(() => {
    requests.length = 0;
    answer = (_request, response) => response.writeHead(204).end();
  });
  afterEach(() => hooks.splice(0).forEach(hook => hook.close()));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function hookTo(
    changes: Partial<WebhookAccess> = {},
    options: WebhookOptions = {},
  ): Webhook {
    const hook = new Webhook({ url, ...changes }, options);
    hooks.push(hook);
    return hook;
  }

  const problemOf = async (hook: Webhook) => {
    const error = await hook.send(text).catch(caught => caught);
    expect(error).toBeInstanceOf(LookError);
    return (error as LookError).problem;
  };

  it('S10.2 sends the text as it is, signed, with the token', async () => {
    await hookTo({ secret, token: 'bearer' }).send(text);
    const [request] = requests;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/hooks/token-in-the-path?key=1',
      body: text,
      headers: {
        'content-type': 'application/json',
        'content-length': String(text.length),
        authorization: 'Bearer bearer',
      },
    });
    const expected = createHmac('sha256', secret).update(text).digest('hex');
    expect(request.headers['x-countersign-signature']).toBe(
      `sha256=${expected}`,
    );
  });

  it('S10.2 signs nothing and says nobody where neither is configured', async () => {
    await hookTo().send(text);
    const { headers } = requests[0];
    expect(headers).not.toHaveProperty('x-countersign-signature');
    expect(headers).not.toHaveProperty('authorization');
  });

  it.each([200, 201, 202, 204])('takes a %i for arrived', async status => {
    answer = (_request, response) => response.writeHead(status).end('x');
    await expect(hookTo().send(text)).resolves.toBeUndefined();
  });

  it.each([301, 302, 307, 308])(
    'S12.2 follows no redirect, a %i',
    async status => {
      answer = (_request, response) =>
        response.writeHead(status, { location: '/other' }).end();
      const hook = hookTo({ secret, token: 'bearer' });
      expect(await problemOf(hook)).toMatchObject({
        code: 'registry-unreachable',
        message: expect.stringContaining(`answered ${status}`),
      });
      expect(requests).toHaveLength(1);
    },
  );

  it.each([
    [401, 'access-denied'],
    [404, 'registry-unreachable'],
    [429, 'rate-limited'],
    [500, 'registry-unreachable'],
  ])('says that it did not arrive for a %i, once', async (status, code) => {
    answer = (_request, response) => response.writeHead(status).end();
    const { message, ...problem } = await problemOf(hookTo());
    expect(problem.code).toBe(code);
    expect(message).not.toContain('token-in-the-path');
    expect(requests).toHaveLength(1);
  });

  it('gives up on one that never answers, and on one that is silent', async () => {
    answer = () => undefined;
    const never = hookTo({}, { limits: { requestMs: 50 } });
    expect((await problemOf(never)).message).toContain('no end after 50 ms');
    const silent = hookTo({}, { limits: { idleMs: 50 } });
    expect((await problemOf(silent)).message).toContain('silent for 50 ms');
  });

  it('reads nothing of an answer without an end', async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      response.write('x'.repeat(1_000));
    };
    await expect(hookTo().send(text)).resolves.toBeUndefined();
  });

  it.each([
    ['https://hooks.example/', '10.0.0.1', 'private address'],
    ['https://hooks.example/', '169.254.169.254', 'never contacted'],
    ['http://hooks.example/', '93.184.216.34', 'unencrypted'],
  ])('S12.2 does not contact %s at %s', async (address, ip, message) => {
    const resolve = ((_name: string, _options: object, done: Function) =>
      done(null, [{ address: ip, family: 4 }])) as never;
    const problem = await problemOf(hookTo({ url: address }, { resolve }));
    expect(problem).toMatchObject({
      code: 'host-not-allowed',
      message: expect.stringContaining(message),
    });
  });

  it('says that nobody answers', async () => {
    const nobody = hookTo({ url: 'http://127.0.0.1:1/x' });
    expect(await problemOf(nobody)).toMatchObject({
      code: 'registry-unreachable',
      origin: 'infrastructure',
    });
  });
});
