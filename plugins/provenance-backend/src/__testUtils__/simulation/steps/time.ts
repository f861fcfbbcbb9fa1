import type { Simulation } from '../Simulation';
import { hour } from '../Replica';
import { repairAll } from './faults';
import type { Step } from './Step';

const minutes = [1, 2, 5, 15, 30, 60, 120, 250] as const;

/**
 * Everything is put right, everybody starts with what configuration says now, and enough time passes to agree on a
 * generation, if need be by taking over, and to look at everything again.
 */
async function settle(simulation: Simulation): Promise<void> {
  const { world, replicas, inbox } = simulation;
  repairAll(simulation);
  inbox.isDown = false;
  for (const replica of replicas) {
    replica.skewMs = 0;
    replica.link.break(undefined);
  }
  for (const file of ['', ...world.tuf.files.keys()])
    world.mirror.clearFault(file);
  await simulation.restartAll();
  for (let i = 0; i < 4; i++) {
    world.clock.advance(15);
    await simulation.work();
  }
  for (let i = 0; i < 2; i++) {
    world.clock.advance((5 * hour) / 60_000);
    await simulation.work();
  }
  simulation.expectRecovery();
}

export const timeSteps: Step[] = [
  {
    name: 'time',
    weight: 26,
    async take({ world }, chance) {
      const passed = chance.pick(minutes);
      world.clock.advance(passed);
      return `${passed} minutes`;
    },
  },
  {
    name: 'long-time',
    weight: 1.5,
    async take({ world }, chance) {
      const days = 1 + chance.below(3);
      world.clock.advance(days * 24 * 60 + 90);
      return `${days} days`;
    },
  },
  { name: 'settle', weight: 3, take: settle },
];
