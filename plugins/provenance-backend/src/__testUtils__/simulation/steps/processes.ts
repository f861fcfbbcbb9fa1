import type { Chance } from '../Chance';
import type { Replica } from '../Replica';
import { hour } from '../Replica';
import type { Simulation } from '../Simulation';
import { push, sign, vanish } from './content';
import type { Step } from './Step';

/** Somebody who works in the middle of this one's next look. */
function duringLook(
  simulation: Simulation,
  replica: Replica,
  what: () => Promise<void> | void,
): void {
  replica.watch.interlude = async () => {
    await what();
    simulation.disturb();
  };
}

function makeDue({ world }: Simulation): void {
  world.clock.advance((4 * hour) / 60_000);
}

async function killInLook(
  simulation: Simulation,
  chance: Chance,
): Promise<string> {
  const replica = chance.pick(simulation.replicas);
  makeDue(simulation);
  duringLook(simulation, replica, () => {
    replica.link.cut();
    throw new Error('killed');
  });
  await simulation.work([replica]);
  await simulation.restart(replica);
  return replica.name;
}

/** So slow that its lease ends and the other one takes over: what it says then comes too late. */
async function lateResult(
  simulation: Simulation,
  chance: Chance,
): Promise<string> {
  const [slow, other] = chance.oneIn(2)
    ? simulation.replicas
    : [...simulation.replicas].reverse();
  makeDue(simulation);
  duringLook(simulation, slow, async () => {
    vanish(simulation, chance);
    simulation.world.clock.advance(2);
    await simulation.work([other]);
  });
  await simulation.work([slow]);
  return slow.name;
}

async function changeInLook(
  simulation: Simulation,
  chance: Chance,
): Promise<string> {
  const replica = chance.pick(simulation.replicas);
  const change = chance.pick([push, sign, vanish]);
  makeDue(simulation);
  let what = 'nobody looked';
  duringLook(simulation, replica, () => {
    what = `${change.name} ${change(simulation, chance)}`;
  });
  await simulation.work([replica]);
  replica.watch.interlude = undefined;
  return what;
}

async function breakDatabase(
  simulation: Simulation,
  chance: Chance,
): Promise<string> {
  const replica = chance.pick(simulation.replicas);
  const kind = chance.pick(['refused', 'refused', 'answer-lost'] as const);
  const fault = { kind, after: chance.below(40), times: 1 + chance.below(8) };
  if (chance.oneIn(2)) makeDue(simulation);
  replica.link.break(fault);
  await simulation.work([replica]);
  replica.link.break(undefined);
  // A claim that was never given back ends with its lease.
  simulation.world.clock.advance(2);
  return `${replica.name} ${kind} after ${fault.after}, ${fault.times} times`;
}

export const processSteps: Step[] = [
  {
    name: 'restart',
    weight: 1,
    async take(simulation, chance) {
      await simulation.restart(chance.pick(simulation.replicas));
    },
  },
  { name: 'kill-in-look', weight: 2, take: killInLook },
  { name: 'late-result', weight: 2, take: lateResult },
  { name: 'change-in-look', weight: 3, take: changeInLook },
  { name: 'database', weight: 5, take: breakDatabase },
  {
    name: 'clock',
    weight: 2,
    async take({ replicas, clockErrors }, chance) {
      const replica = chance.pick(replicas);
      const hours = chance.pick(clockErrors);
      replica.skewMs = replica.skewMs === 0 ? hours * hour : 0;
      return `${replica.name} ${replica.skewMs / hour} hours`;
    },
  },
];
