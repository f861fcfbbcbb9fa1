import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { UserError } from '../lib/UserError.mjs';
import { sourceCommand } from '../lib/portal.mjs';
import { exitCode, start } from '../lib/processes.mjs';

/**
 * @typedef {{ reference: string, issuer: string, subject: string, trustedRoot: string }} SignedImage
 * @typedef {{ catalogFile: string, provenance: object, image: SignedImage }} World
 */

const entity = (/** @type {string} */ reference) => `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: payments
  annotations:
    countersign.dev/artifacts: |
      - reference: ${reference}
        environment: prod
spec:
  type: service
  lifecycle: production
  owner: payments
`;

/**
 * Starts a registry with one signed image.
 *
 * @param {string} parent @returns {Promise<World>} what the consumer's configuration needs to know of it
 */
export async function startWorld(parent) {
  const dir = path.join(parent, 'world');
  mkdirSync(dir);
  const child = start(sourceCommand('registry.ts', [dir]), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.race([
    once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data'),
    exitCode(child).then(code => {
      throw new UserError(`The registry ended at once (${code}).`, 70);
    }),
  ]);
  const { host, issuer, subject, digest } = JSON.parse(
    readFileSync(path.join(dir, 'world.json'), 'utf8'),
  );
  const catalogFile = path.join(dir, 'catalog.yaml');
  const reference = `${host}/acme/payments@${digest}`;
  const trustedRoot = path.join(dir, 'trusted_root.json');
  writeFileSync(catalogFile, entity(reference));
  return {
    catalogFile,
    image: { reference, issuer, subject, trustedRoot },
    provenance: {
      environments: ['prod'],
      registries: [{ host, plainHttp: true }],
      authorities: [{ name: 'packaging', trustedRoot }],
      discovery: { interval: { seconds: 5 } },
      acceptance: {
        initial: [
          {
            name: 'release',
            references: [`${host}/acme/**`],
            environments: ['prod'],
            mode: 'enforce',
            signers: [{ authority: 'packaging', issuer, subject }],
          },
        ],
      },
    },
  };
}
