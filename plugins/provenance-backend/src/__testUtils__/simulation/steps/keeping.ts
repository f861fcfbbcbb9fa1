import { hour } from '../Replica';
import type { Step } from './Step';

/** What goes on beside the looks: people are told, and what is old is removed. */
export const keepingSteps: Step[] = [
  {
    name: 'sink',
    weight: 3,
    async take({ inbox }) {
      inbox.isDown = !inbox.isDown;
      return inbox.isDown ? 'down' : 'up';
    },
  },
  {
    name: 'retention',
    weight: 2,
    async take(simulation, chance) {
      const replica = chance.pick(simulation.replicas);
      await simulation.retain(replica);
      return replica.name;
    },
  },
  {
    name: 'month',
    weight: 0.5,
    async take(simulation, chance) {
      simulation.world.clock.advance((32 * 24 * hour) / 60_000);
      await simulation.work();
      const replica = chance.pick(simulation.replicas);
      await simulation.retain(replica);
      return replica.name;
    },
  },
];
