import { createServiceFactory } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import {
  EXPECTED_ANNOTATION,
  MovableClock,
  sandboxServiceRef,
  startWorld,
} from '@countersign/sandbox';
import { createSandboxPortal } from '../sandbox';
import { formatTable } from './formatTable';
import { playVerdicts } from './playVerdicts';
import { PortalApi } from './PortalApi';

/** May see everything and ask for looks. */
const person = 'sara';

export interface VerdictsOptions {
  /** Where the portal will listen, as its configuration says. */
  address: string;
  registryPort: number;
  filesPort: number;
  /** Folders with `images/`, `files/` and `catalog/` of one's own. */
  add: string[];
  print(line: string): void;
}

/**
 * Starts the portal on a world of its own, plays the cases and prints what came of them. Both live as long as the
 * process: stopping them in order would only write their complaints under the table.
 *
 * @returns whether every usage with an expectation agrees with it
 */
export async function runVerdicts(options: VerdictsOptions): Promise<boolean> {
  const clock = new MovableClock();
  const world = await startWorld({ ...options, clock });
  const backend = createSandboxPortal();
  backend.add(
    createServiceFactory({
      service: sandboxServiceRef,
      deps: {},
      factory: () => ({ world, clock }),
    }),
  );
  await backend.start();
  const rows = await playVerdicts({
    api: await PortalApi.signIn(options.address, person),
    entities: world.entities.filter(hasArtifacts),
    sandbox: {
      acts: world.acts,
      now: () => clock.now(),
      advance: milliseconds => clock.advance(milliseconds),
    },
  });
  formatTable(rows).forEach(options.print);
  const expected = rows.filter(({ agrees }) => agrees !== undefined);
  const agreeing = expected.filter(({ agrees }) => agrees);
  options.print(
    `${agreeing.length} of ${expected.length} expected verdicts agree, ${
      rows.length - expected.length
    } without an expectation`,
  );
  return expected.length > 0 && agreeing.length === expected.length;
}

function hasArtifacts({ metadata: { annotations = {} } }: Entity): boolean {
  return (
    ARTIFACTS_ANNOTATION in annotations || EXPECTED_ANNOTATION in annotations
  );
}
