import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  type LoggerService,
  type RootLifecycleService,
} from '@backstage/backend-plugin-api';
import { startWorld, type World } from '../world';
import { Director } from './Director';
import { MovableClock } from './MovableClock';
import { refuseProduction } from './refuseProduction';

/**
 * The world of this process, and the clock that everything in it goes by.
 *
 * @public
 */
export interface Sandbox {
  world: World;
  clock: MovableClock;
}

const directorEvery = 5_000;

/**
 * Starts the world the first time that anybody asks for it, once for the process.
 *
 * @remarks Replace its factory to bring a world of one's own: the one that plays the verdicts does.
 * @public
 */
export const sandboxServiceRef = createServiceRef<Sandbox>({
  id: 'sandbox.world',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.rootLogger,
      },
      async factory({ config, lifecycle, logger }) {
        refuseProduction();
        if (!config.getOptionalBoolean('sandbox.enabled'))
          throw new Error(
            'The sandbox is part of this backend but not switched on: set sandbox.enabled to true, or start another backend entry.',
          );
        const clock = new MovableClock();
        const world = await startWorld({
          clock,
          registryPort:
            config.getOptionalNumber('sandbox.registryPort') ?? 7010,
          filesPort: config.getOptionalNumber('sandbox.filesPort') ?? 7011,
          dataFolder: config.getOptionalString('sandbox.data'),
          add: config.getOptionalStringArray('sandbox.add'),
          usages: config.getOptionalNumber('sandbox.usages'),
        });
        logger.info(
          `Sandbox: registry on ${world.registry.host}, files on ${world.files.host}, ${world.entities.length} entities`,
        );
        const stopDirector = direct(world, clock, logger);
        endWith(lifecycle, async () => {
          stopDirector();
          await world.close();
        });
        return { world, clock };
      },
    }),
});

function direct(
  world: World,
  clock: MovableClock,
  logger: LoggerService,
): () => void {
  const director = new Director(world, clock);
  const timer = setInterval(() => {
    director
      .tick()
      .then(played => {
        for (const id of played) logger.info(`Sandbox: played the act ${id}`);
      })
      .catch(error => logger.error('Sandbox: an act failed', error));
  }, directorEvery);
  timer.unref();
  return () => {
    clearInterval(timer);
    director.stop();
  };
}

function endWith(lifecycle: RootLifecycleService, end: () => Promise<void>) {
  lifecycle.addShutdownHook(end);
}
