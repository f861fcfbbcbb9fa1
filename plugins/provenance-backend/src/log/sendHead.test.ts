import { mockServices } from '@backstage/backend-test-utils';
import { Webhook } from '@countersign/verifier';
import type { Knex } from 'knex';
import { createHmac } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { databases, migratedDatabase } from '../__testUtils__/databases';
import { at, ManualClock } from '../__testUtils__/fixtures';
import { sealed } from './__testUtils__/entries';
import { checkIntegrity } from './checkIntegrity';
import { readWebhook } from './readWebhook';
import { sealAll } from './startSealer';
import { sendHead } from './sendHead';
import { readHead } from './withHead';

jest.setTimeout(60_000);

const secret = 'the key of the signature';

describe.each(databases.eachSupportedId())('sendHead on %s', id => {
  let knex: Knex;
  let server: Server;
  let webhook: Webhook;
  let answer: RequestListener;
  let now = 0;
  const clock = () => new ManualClock(at(now));
  const bodies: string[] = [];
  const signatures: unknown[] = [];
  let logger: ReturnType<typeof mockServices.logger.mock>;

  beforeEach(async () => {
    knex = await migratedDatabase(id);
    logger = mockServices.logger.mock();
    now = 10;
    bodies.length = 0;
    signatures.length = 0;
    answer = (_request, response) => response.writeHead(204).end();
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(body);
      signatures.push(request.headers['x-countersign-signature']);
      answer(request, response);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/hook/secret-path`;
    const limits = { requestMs: 100 };
    webhook = new Webhook({ url, secret }, { limits });
  });

  afterEach(() => {
    webhook.close();
    server.closeAllConnections();
    server.close();
  });

  const send = () =>
    sendHead({
      ...{ knex, logger, webhook, clock: clock() },
      intervalMs: 3_600_000,
    });

  it('S10.2 sends the head that the integrity check takes, signed', async () => {
    await send();
    expect(bodies).toEqual([]);
    await sealed(knex, 1, 2);
    await send();
    const head = await readHead({ knex });
    expect(bodies.map(body => JSON.parse(body))).toEqual([
      { type: 'countersign.log-head', ...head, at: at(10) },
    ]);
    const of = createHmac('sha256', secret).update(bodies[0]).digest('hex');
    expect(signatures).toEqual([`sha256=${of}`]);
    const { sequence, hash } = JSON.parse(bodies[0]);
    await sealed(knex, 3);
    expect(
      await checkIntegrity({
        ...{ knex, known: { sequence, hash }, now: new Date(at(4)) },
      }),
    ).toMatchObject({
      status: 'whole',
      message: expect.stringMatching(/known/),
    });
    expect(await readWebhook({ knex })).toEqual({
      ...{ sequence: 2, arrivedAt: at(10), failures: 0 },
    });
  });

  it('S10.2 sends it hourly, whichever replica comes first, and not more often', async () => {
    await sealed(knex, 1);
    const sent: number[] = [];
    for (now = 10; now <= 10 + 3 * 60; now += 5) {
      const before = bodies.length;
      await send();
      await send();
      if (bodies.length > before) sent.push(now);
    }
    expect(sent).toEqual([10, 70, 130, 190]);
    expect(bodies).toHaveLength(4);
  });

  it('S10.2 tries again soon what did not arrive, counts it and seals meanwhile', async () => {
    await sealed(knex, 1);
    answer = (_request, response) => response.writeHead(500).end();
    await send();
    now = 15;
    await send();
    await sealed(knex, 2);
    await sealAll({ knex, clock: clock() });
    expect((await readHead({ knex })).sequence).toBe(2);
    expect(await readWebhook({ knex })).toMatchObject({
      ...{ failures: 2, failingSince: at(10) },
      cause: expect.stringContaining('answered 500'),
    });
    expect(logger.warn).toHaveBeenCalledTimes(2);
    answer = (_request, response) => response.end('{}');
    now = 20;
    await send();
    expect(await readWebhook({ knex })).toEqual({
      ...{ sequence: 2, arrivedAt: at(20), failures: 0 },
    });
    expect(logger.info).toHaveBeenCalledWith(
      'the head of the sealed log arrives again',
    );
    expect(bodies).toHaveLength(3);
  });

  it('S12.2 takes a redirect and one that is silent for failures, and quotes no address', async () => {
    await sealed(knex, 1);
    const location = '/hook/other';
    answer = (_request, response) =>
      response.writeHead(307, { location }).end();
    await send();
    expect((await readWebhook({ knex }))?.cause).toContain('answered 307');
    answer = () => undefined;
    now = 15;
    await send();
    const state = await readWebhook({ knex });
    expect(state).toMatchObject({ failures: 2 });
    expect(state?.cause).toContain('no end after 100 ms');
    expect(bodies).toHaveLength(2);
    const said = JSON.stringify([logger.warn.mock.calls, state]);
    expect(said).not.toMatch(/secret-path|the key of/);
  });

  it('S10.2 is not kept from sending by an instant that lies ahead', async () => {
    await sealed(knex, 1);
    now = 10_000;
    await send();
    now = 10;
    await send();
    expect(bodies).toHaveLength(2);
  });
});
