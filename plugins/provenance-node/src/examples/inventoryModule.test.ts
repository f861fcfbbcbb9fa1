import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { locatorsExtensionPoint, type ArtifactLocator } from '..';
import { inventoryModule } from './inventoryModule';

const url = 'https://inventory.acme.example/running.json';
const { signal } = new AbortController();

const component = (name: string) => ({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
  metadata: { name },
});

/** The locator that the module brings, where the file has that content. */
async function locatorOver(content: string): Promise<ArtifactLocator> {
  const locators: ArtifactLocator[] = [];
  const provenance = createBackendPlugin({
    pluginId: 'provenance',
    register(env) {
      env.registerExtensionPoint(locatorsExtensionPoint, {
        addLocator: locator => locators.push(locator),
      });
      env.registerInit({ deps: {}, init: async () => undefined });
    },
  });
  const readUrl = jest.fn(async (asked: string) => {
    expect(asked).toBe(url);
    return { buffer: async () => Buffer.from(content) };
  });
  const backend = await startTestBackend({
    features: [
      provenance,
      inventoryModule,
      mockServices.rootConfig.factory({ data: { inventory: { url } } }),
      mockServices.urlReader.mock({ readUrl }).factory,
    ],
  });
  await backend.stop();
  expect(locators).toHaveLength(1);
  return locators[0];
}

describe('the example of a locator', () => {
  it('S3.2 declares what the inventory names, and nothing for others', async () => {
    const image = `ghcr.io/acme/pay:1@sha256:${'a'.repeat(64)}`;
    const locator = await locatorOver(
      JSON.stringify([
        { entity: 'component:default/pay', image, environment: 'prod' },
        { entity: 'component:default/other', image: 'ghcr.io/acme/other:1' },
      ]),
    );
    expect(locator).toMatchObject({ name: 'inventory', standing: 'declared' });
    const asked = [component('pay'), component('bare')];
    expect(await locator.locate(asked, { signal })).toEqual([
      {
        entityRef: 'component:default/pay',
        artifacts: [{ reference: image, environment: 'prod' }],
      },
      { entityRef: 'component:default/bare', artifacts: [] },
    ]);
  });

  it.each([
    ['a part of a file', '[{"entity":'],
    ['no list', '{}'],
    ['an item without an image', '[{"entity":"component:default/pay"}]'],
    ['an item that is none', '[null]'],
    ['a list that is too long', `[${' '.repeat(10 * 1024 * 1024)}]`],
  ])('ends nothing because of %s', async (_, content) => {
    const locator = await locatorOver(content);
    await expect(
      locator.locate([component('pay')], { signal }),
    ).rejects.toThrow();
  });

  it('is what the documentation shows, in fewer than 100 lines', () => {
    const shown = readFileSync(
      path.resolve(__dirname, '../../../../docs/writing-a-locator.md'),
      'utf8',
    );
    const code = readFileSync(
      path.join(__dirname, 'inventoryModule.ts'),
      'utf8',
    );
    expect(shown).toContain(`\`\`\`ts\n${code}\`\`\`\n`);
    expect(code.split('\n').length).toBeLessThan(100);
  });
});
