import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { startRegistry, type Registry } from '@countersign/sandbox';
import request from 'supertest';
import provenancePlugin from '.';
import { eventually } from './__testUtils__/eventually';
import { component } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const user = { authorization: mockCredentials.user.header() };

describe('GET /status of a backend', () => {
  let registry: Registry;
  let backend: TestBackend;
  const auditor = mockServices.auditor.mock();

  beforeAll(async () => {
    registry = await startRegistry();
    registry.setFault('acme/payments', { kind: 'down' });
    auditor.createEvent.mockResolvedValue({
      success: jest.fn(),
      fail: jest.fn(),
    });
    const reference = `${registry.host}/acme/payments:1`;
    const provenance = {
      authorities: [{ name: 'public-good', offline: true }],
      registries: [
        { host: registry.host, plainHttp: true, privateNetwork: true },
      ],
    };
    backend = await startTestBackend({
      features: [
        provenancePlugin,
        mockServices.rootConfig.factory({ data: { provenance } }),
        catalogServiceMock.factory({
          entities: [component('payments', `- reference: ${reference}`)],
        }),
        auditor.factory,
      ],
    });
  });

  afterAll(async () => {
    await backend.stop();
    await registry.close();
  });

  it('says what the engine does, who works, and which host fails since when and why', async () => {
    await eventually(async () => {
      const { body } = await request(backend.server)
        .get('/api/provenance/status')
        .set(user)
        .expect(200);
      expect(body.engine).toMatchObject({
        work: { usages: 1, lookedLastHour: { inconclusive: 1 } },
        hosts: [
          {
            host: registry.host,
            status: 'failing',
            since: expect.any(String),
            cause: { code: 'registry-unreachable', origin: 'infrastructure' },
          },
        ],
        generation: { number: 1, occasion: 'start' },
        replicas: [{ status: 'active' }],
      });
    });
  });

  it('has told the auditor what came into force without anybody asking', () => {
    const told = auditor.createEvent.mock.calls.map(([event]) => event.eventId);
    expect(told).toEqual(
      expect.arrayContaining(['acceptance-change', 'generation-change']),
    );
  });
});
