import {
  visibleText,
  type CoverageGroup,
  type LocatorStatus,
  type SetupResponse,
  type SetupStep,
  type SetupStepId,
  type UnlocatedReason,
} from '@countersign/backstage-plugin-provenance-common';
import { ago, since } from './time';

const titles: Record<SetupStepId, { open: string; done: string }> = {
  artifacts: {
    open: 'Nobody has said yet what runs',
    done: 'Artifacts are found',
  },
  hosts: {
    open: 'Hosts that nobody allowed',
    done: 'Every host that artifacts name is allowed',
  },
  authorities: {
    open: 'Authorities that are not loaded',
    done: 'Authorities are loaded',
  },
  environments: {
    open: 'Environments are not declared',
    done: 'Environments are declared',
  },
  rules: {
    open: 'No rule says who may sign',
    done: 'Rules say who may sign',
  },
};

export function stepTitle({ id, done }: SetupStep): string {
  return titles[id][done ? 'done' : 'open'];
}

/** What an open step means, and the next thing to do. */
export function stepSentence(step: SetupStep, setup: SetupResponse): string {
  switch (step.id) {
    case 'artifacts':
      return 'No locator has seen anything. Begin with one entity: two lines in its catalog file name what it runs. Reports of pipelines and the Kubernetes module find the rest without them.';
    case 'hosts':
      return hostsSentence(setup);
    case 'authorities':
      return `${names(
        step.missing ?? [],
      )} could not be loaded, so that nothing signed under it can be proven. The status page of the plugin (GET /status) says why.`;
    case 'environments':
      return 'Until the environments have names in the configuration, any name may be written, and a misspelt one is judged by the rules of every environment.';
    default:
      return 'Everything is looked at, and nothing is judged. Begin with one rule that only observes: it shows what would be blocked, and blocks nothing.';
  }
}

function hostsSentence({ refusedHosts }: SetupResponse): string {
  const { items, more } = refusedHosts;
  const artifacts = items.reduce((sum, one) => sum + one.artifacts, 0);
  const hosts = items.length + more;
  return `${counted(artifacts, 'artifact')} on ${counted(
    hosts,
    'host',
  )} could not be looked at: nothing is contacted that the configuration does not name. Add those that your company uses.`;
}

/** `ghcr.io: 812 artifacts of 40 entities`, whatever a stranger called a host. */
export function refusedHostWords(
  one: SetupResponse['refusedHosts']['items'][number],
): string {
  return `${visibleText(one.host, 255)}: ${counted(
    one.artifacts,
    'artifact',
  )} of ${counted(one.entities, 'entity', 'entities')}`;
}

/** `412 entities, 1,204 artifacts` */
export function foundWords({ found }: SetupResponse): string {
  return `${counted(found.entities, 'entity', 'entities')} of the catalog ${
    found.entities === 1 ? 'was' : 'were'
  } looked through, and ${counted(found.artifacts, 'artifact')} found.`;
}

/** `annotation: 12 entities, 40 artifacts, 1 min ago` */
export function locatorWords(locator: LocatorStatus, now: Date): string {
  const name = visibleText(locator.locator, 80);
  const saw = `${counted(
    locator.entities ?? 0,
    'entity',
    'entities',
  )}, ${counted(locator.claims ?? 0, 'artifact')}`;
  switch (locator.status) {
    case 'failing':
      return `${name}: fails ${since(
        locator.failingSince ?? '',
        now,
      )}, and what it said before stays. ${visibleText(
        locator.problem ?? '',
        300,
      )}`;
    case 'held':
      return `${name}: ${saw}; much of what it saw before is missing ${since(
        locator.heldSince ?? '',
        now,
      )}, and stays for a day`;
    case 'waiting':
      return `${name}: its first pass is under way`;
    default:
      return locator.finishedAt === undefined
        ? `${name}: ${saw}`
        : `${name}: ${saw}, ${ago(locator.finishedAt, now)}`;
  }
}

const reasons: Record<UnlocatedReason, string> = {
  'entity-problem': 'The catalog cannot process it',
  'locator-failing': 'What reads its clusters fails',
  'clusters-not-read': 'It runs in clusters, and nothing reads them',
  'clusters-see-nothing': 'Nothing of it runs in the clusters that are read',
  'annotation-not-configured':
    'Its annotation names a repository, and no configuration a tag',
  'not-reported': 'Its pipeline does not report what it deploys',
  'nothing-named': 'Nobody has said what it runs',
};

/** A reason that this version does not know is none of those above. */
export function unlocatedWords(reason: UnlocatedReason): string {
  return reasons[reason] ?? reasons['nothing-named'];
}

/** `1 artifact`, `1,204 artifacts` */
export function counted(
  count: number,
  one: string,
  many: string = `${one}s`,
): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

function names(list: string[]): string {
  const shown = list.map(name => visibleText(name, 80));
  return shown.join(', ');
}

/** `It is known what 9 of 12 entities run.` */
export function coverageSentence(coverage: CoverageGroup[]): string {
  const sum = (of: (group: CoverageGroup) => number) =>
    coverage.reduce((total, group) => total + of(group), 0);
  const entities = sum(group => group.entities);
  const known = sum(group => group.withUsages);
  if (entities === 0)
    return 'No entity that you may see is expected to run something.';
  if (known === entities)
    return `It is known what ${
      entities === 1 ? 'the one entity runs' : `all ${entities} entities run`
    }.`;
  return `It is known what ${known.toLocaleString('en-GB')} of ${counted(
    entities,
    'entity',
    'entities',
  )} ${known === 1 ? 'runs' : 'run'}.`;
}

/** Rounded down: what is not all must not read as all. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.floor((100 * part) / whole)} %`;
}
