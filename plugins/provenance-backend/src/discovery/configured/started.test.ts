import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import request from 'supertest';
import provenancePlugin from '../..';
import { eventually } from '../../__testUtils__/eventually';

jest.setTimeout(60_000);

const user = { authorization: mockCredentials.user.header() };

describe('a backend with conventions and annotations of other plugins', () => {
  it('shows what entities run that name nothing themselves', async () => {
    const provenance = {
      authorities: [{ name: 'public-good', offline: true }],
      registries: [{ host: '127.0.0.1:1', plainHttp: true }],
      discovery: {
        conventions: [
          {
            filter: { kind: 'component' },
            reference: '127.0.0.1:1/acme/{{ metadata.name }}:1',
            environment: 'prod',
          },
        ],
        registryAnnotations: [
          {
            annotation: 'goharbor.io/repository-slug',
            host: '127.0.0.1:1',
            tag: 'stable',
          },
        ],
      },
    };
    const backend = await startTestBackend({
      features: [
        provenancePlugin,
        mockServices.rootConfig.factory({ data: { provenance } }),
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'payments',
                annotations: { 'goharbor.io/repository-slug': 'acme/base' },
              },
            },
          ],
        }),
      ],
    });
    try {
      await eventually(async () => {
        const { body } = await request(backend.server)
          .get('/api/provenance/usages')
          .set(user)
          .expect(200);
        const items: UsageSummary[] = body.items;
        expect(
          items.map(({ reference, environment }) => [reference, environment]),
        ).toEqual(
          expect.arrayContaining([
            ['127.0.0.1:1/acme/payments:1', 'prod'],
            ['127.0.0.1:1/acme/base:stable', undefined],
          ]),
        );
      });
    } finally {
      await backend.stop();
    }
  });
});
