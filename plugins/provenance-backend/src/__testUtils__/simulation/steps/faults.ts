import type { Fault } from '@countersign/sandbox';
import type { Chance } from '../Chance';
import type { Simulation } from '../Simulation';
import type { Artifact } from '../world/Artifact';
import { push, vanish } from './content';
import type { Step } from './Step';

const statuses = [401, 403, 404, 429, 500, 502, 503] as const;
const places = ['/referrers/', '.sig', '/blobs/', '/manifests/'];

/** Something is wrong with the place of one artifact. */
function someFault(chance: Chance): Fault {
  const status = chance.pick(statuses);
  const fault = chance.weighted<{ weight: number; fault: Fault }>([
    { weight: 5, fault: { kind: 'down' } },
    { weight: 8, fault: { kind: 'status', status } },
    { weight: 2, fault: { kind: 'truncated' } },
    { weight: 2, fault: { kind: 'wrong-bytes' } },
    { weight: 1, fault: { kind: 'garbage' } },
    { weight: 0.4, fault: { kind: 'slow', milliseconds: 60_000 } },
  ]).fault;
  // A clear "not here" about a part is the registry's word that it is not there: no fault that anybody could tell.
  const isWord = fault.kind === 'status' && fault.status === 404;
  return isWord || chance.oneIn(2)
    ? fault
    : { ...fault, on: chance.pick(places) };
}

const outage: Fault = { kind: 'status', status: 503 };

function breakPlace(
  { world }: Simulation,
  artifact: Artifact,
  fault: Fault,
): string {
  world.setFault(artifact, fault);
  return `${artifact.name} ${Object.values(fault).join(' ')}`;
}

function breakOne(simulation: Simulation, chance: Chance): string {
  const artifact = chance.pick(simulation.world.artifacts);
  const fault = someFault(chance);
  // Nothing but its bytes says which file it is: other bytes are another file, and no fault that anybody could tell.
  const isOther = fault.kind === 'wrong-bytes' || fault.kind === 'garbage';
  const isFile = artifact.kind !== 'container-image';
  return breakPlace(simulation, artifact, isOther && isFile ? outage : fault);
}

export function breakAllPlaces(simulation: Simulation): void {
  for (const artifact of simulation.world.artifacts)
    breakPlace(simulation, artifact, outage);
}

/** What somebody does in the shadow of an outage, which begins right after. */
function thenOutage(
  change: (simulation: Simulation, chance: Chance) => string,
): Step['take'] {
  return async (simulation, chance) => {
    const what = change(simulation, chance);
    breakAllPlaces(simulation);
    return what;
  };
}

function repairOne({ world }: Simulation, chance: Chance): string {
  const broken = world.artifacts.filter(one => world.faultOf(one));
  if (broken.length === 0) return 'nothing';
  const artifact = chance.pick(broken);
  world.clearFault(artifact);
  return artifact.name;
}

export function repairAll({ world }: Simulation): void {
  world.artifacts.forEach(artifact => world.clearFault(artifact));
}

export const faultSteps: Step[] = [
  { name: 'fault', weight: 12, take: async (...given) => breakOne(...given) },
  {
    name: 'outage',
    weight: 2,
    take: async simulation => breakAllPlaces(simulation),
  },
  { name: 'vanish-then-outage', weight: 2, take: thenOutage(vanish) },
  { name: 'push-then-outage', weight: 2, take: thenOutage(push) },
  { name: 'repair', weight: 9, take: async (...given) => repairOne(...given) },
  {
    name: 'repair-all',
    weight: 4,
    take: async simulation => repairAll(simulation),
  },
];
