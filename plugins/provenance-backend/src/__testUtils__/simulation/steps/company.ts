import type { Chance } from '../Chance';
import type { Simulation } from '../Simulation';
import type { Replica } from '../Replica';
import type {
  Configuration,
  DistrustPlan,
  RulePlan,
} from '../world/Configuration';
import { actors } from '../world/Signers';
import { breakAllPlaces } from './faults';
import type { Step } from './Step';

const modes = ['off', 'observe', 'enforce', 'enforce'] as const;
const partnerStates = ['loaded', 'loaded', 'missing', 'removed'] as const;

function changed(rule: RulePlan, chance: Chance): RulePlan {
  if (rule.isDropped) return { ...rule, isDropped: false };
  if (chance.oneIn(6)) return { ...rule, isDropped: true };
  if (chance.oneIn(3)) return { ...rule, mode: chance.pick(modes) };
  const actor = chance.pick(actors);
  const others = rule.actors.filter(one => one !== actor);
  const wanted = rule.actors.includes(actor) ? others : [...others, actor];
  return { ...rule, actors: wanted.length > 0 ? wanted : ['release'] };
}

/** Puts another configuration in place; sometimes one replica alone has read it when other things happen. */
async function configure(
  simulation: Simulation,
  chance: Chance,
  change: Partial<Configuration>,
): Promise<string> {
  const { world, replicas } = simulation;
  const edition = world.configuration.edition + 1;
  world.configuration = { ...world.configuration, ...change, edition };
  return roll(simulation, chance, replicas);
}

/** Replicas start with what there is now, all of them or one. */
async function roll(
  simulation: Simulation,
  chance: Chance,
  replicas: readonly Replica[],
): Promise<string> {
  if (!chance.oneIn(4)) {
    await simulation.restartAll();
    return '';
  }
  const replica = chance.pick(replicas);
  await simulation.restart(replica);
  return ` at ${replica.name} alone`;
}

async function changeRule(
  simulation: Simulation,
  chance: Chance,
): Promise<string> {
  const { configuration } = simulation.world;
  const i = chance.below(configuration.rules.length);
  const rules = configuration.rules.map((rule, at) =>
    at === i ? changed(rule, chance) : rule,
  );
  const where = await configure(simulation, chance, { rules });
  const { name, mode, actors: who, isDropped } = rules[i];
  const what = isDropped ? 'dropped' : `${mode} ${who.join('+')}`;
  return `${name} ${what}${where}`;
}

function somebody({ world }: Simulation, chance: Chance): DistrustPlan {
  if (chance.oneIn(4))
    return { digest: chance.pick(world.artifacts).target.current };
  const actor = chance.pick(actors);
  const from = world.clock.now().getTime();
  return chance.oneIn(2) ? { actor } : { actor, from };
}

/** Somebody is distrusted, or again believed; nobody is for long, or nothing would ever be trusted. */
async function distrust(
  simulation: Simulation,
  chance: Chance,
): Promise<string> {
  const { configuration } = simulation.world;
  const isFull = configuration.distrust.length > 0;
  const plans = isFull ? [] : [somebody(simulation, chance)];
  const where = await configure(simulation, chance, { distrust: plans });
  return `${JSON.stringify(plans)}${where}`;
}

/** Just when somebody is distrusted no registry answers. */
async function distrustInOutage(
  simulation: Simulation,
  chance: Chance,
): Promise<void> {
  breakAllPlaces(simulation);
  await configure(simulation, chance, { distrust: [{ actor: 'release' }] });
}

async function changePartner(
  simulation: Simulation,
  chance: Chance,
): Promise<string> {
  const partner = chance.pick(partnerStates);
  return `${partner}${await configure(simulation, chance, { partner })}`;
}

/** A release with another verifier, or the one of before. */
async function release(
  simulation: Simulation,
  chance: Chance,
): Promise<string> {
  const { world, replicas } = simulation;
  world.release = chance.oneIn(3)
    ? Math.max(1, world.release - 1)
    : world.release + 1;
  return `${world.release}${await roll(simulation, chance, replicas)}`;
}

export const companySteps: Step[] = [
  { name: 'rule', weight: 6, take: changeRule },
  { name: 'distrust', weight: 3, take: distrust },
  { name: 'distrust-in-outage', weight: 1, take: distrustInOutage },
  { name: 'partner', weight: 3, take: changePartner },
  { name: 'release', weight: 2, take: release },
  {
    name: 'catalog',
    weight: 3,
    async take({ world, replicas }, chance) {
      const { entity } = chance.pick(world.sites);
      if (!world.absent.delete(entity)) world.absent.add(entity);
      await chance.pick(replicas).discover();
      return entity;
    },
  },
];
