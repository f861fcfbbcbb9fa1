import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

/**
 * The time that verdicts, leases and validity windows go by.
 *
 * @public
 */
export interface Clock {
  now(): Date;
}

/**
 * The clock of the process; replaced where time has to be moved.
 *
 * @public
 */
export const clockServiceRef = createServiceRef<Clock>({
  id: 'provenance.clock',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => ({ now: () => new Date() }),
    }),
});
