import type { Config } from '@backstage/config';
import {
  ConfigurationError,
  readAcceptance,
  readText,
  Section,
  uniqueNames,
} from '@countersign/domain';
import type {
  ConfiguredAuthority,
  ProvenanceConfiguration,
} from './ProvenanceConfiguration';
import { publicGoodByDefault, readAuthority } from './readAuthority';
import { readDiscovery } from './readDiscovery';
import { readDuration, toMilliseconds } from './readDuration';
import { checkRegistries, readFileHost, readRegistry } from './readHosts';
import { readLimits } from './readLimits';
import { readLog } from './readLog';
import { readNotifications } from './readNotifications';

/**
 * Reads everything under `provenance:` and refuses whatever it does not know. Nothing of it is read again later: a
 * change needs a restart.
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readConfiguration(config: Config): ProvenanceConfiguration {
  const section = Section.of(
    config.getOptional('provenance') ?? {},
    'provenance',
    [
      'environments',
      'clouds',
      'registries',
      'files',
      'limits',
      'authorities',
      'discovery',
      'verification',
      'acceptance',
      'notifications',
      'log',
      // Read by the Kubernetes module.
      'kubernetes',
    ],
  );
  const environments = readNames(section, 'environments');
  const acceptance = readAcceptance(
    section.raw('acceptance') ?? {},
    section.at('acceptance'),
  );
  refuseUnknownProduction(acceptance.governance?.production, environments);
  const clouds = readNames(section, 'clouds');
  const registries = readRegistries(section);
  return {
    environments,
    clouds,
    registries,
    fileHosts: readFileHosts(section),
    limits: readLimits(section.raw('limits') ?? {}, section.at('limits')),
    authorities: readAuthorities(section),
    discovery: readDiscovery(
      section.raw('discovery') ?? {},
      section.at('discovery'),
      { environments, clouds, registries },
    ),
    verification: readVerification(section),
    acceptance,
    log: readLog(section.raw('log') ?? {}, section.at('log')),
    notifications: readNotifications(
      section.raw('notifications') ?? {},
      section.at('notifications'),
    ),
  };
}

function readNames(section: Section, key: string): string[] | undefined {
  const names = section.optionalList(key, readText);
  uniqueNames(names ?? [], section.at(key), 'the name');
  return names;
}

function readRegistries(section: Section) {
  const registries = section.optionalList('registries', readRegistry) ?? [];
  checkRegistries(registries, section.at('registries'));
  return registries;
}

function readFileHosts(section: Section) {
  if (!section.has('files')) return [];
  const files = Section.of(section.raw('files'), section.at('files'), [
    'hosts',
  ]);
  const hosts = files.list('hosts', readFileHost);
  uniqueNames(
    hosts.map(h => h.host),
    files.at('hosts'),
    'the host',
  );
  return hosts;
}

function readAuthorities(section: Section) {
  const authorities = section.optionalList('authorities', readAuthority);
  uniqueNames(
    (authorities ?? []).map(a => a.name),
    section.at('authorities'),
    'the authority',
  );
  // Most signatures in public are made there. A rule still has to name it: loading an authority accepts nobody.
  if (!authorities) return [publicGoodByDefault()];
  refuseUnknownLogs(authorities, section.at('authorities'));
  return authorities;
}

/** A key whose log is misspelt would have no proven times, and whoever wrote it believes that it has. */
function refuseUnknownLogs(authorities: ConfiguredAuthority[], path: string) {
  const roots = authorities.filter(one => one.type !== 'key');
  authorities.forEach((one, i) => {
    if (one.type !== 'key' || one.log === undefined) return;
    if (roots.some(root => root.name === one.log)) return;
    throw new ConfigurationError(
      `${path}[${i}].log`,
      `"${one.log}" is no trust root among the authorities`,
    );
  });
}

function readVerification(section: Section) {
  const verification = Section.of(
    section.raw('verification') ?? {},
    section.at('verification'),
    ['interval', 'staleAfter', 'concurrency', 'workers'],
  );
  const bounds = { least: { minutes: 1 }, most: { days: 30 } };
  const result = {
    intervalMs: optionalDuration(
      verification,
      'interval',
      { hours: 4 },
      bounds,
    ),
    staleAfterMs: optionalDuration(
      verification,
      'staleAfter',
      { hours: 24 },
      bounds,
    ),
    concurrency: verification.optionalInteger('concurrency', 1, 64) ?? 4,
    workers: verification.optionalInteger('workers', 1, 64),
  };
  // Otherwise every usage would turn inconclusive between two looks that both went well (S6.1).
  if (result.staleAfterMs <= result.intervalMs) {
    verification.fail(
      'staleAfter',
      'must be longer than verification.interval',
    );
  }
  return result;
}

function optionalDuration(
  section: Section,
  key: string,
  otherwise: Parameters<typeof toMilliseconds>[0],
  bounds: Parameters<typeof readDuration>[2],
): number {
  return section.has(key)
    ? readDuration(section.raw(key), section.at(key), bounds)
    : toMilliseconds(otherwise);
}

/** S9.2: a misspelt environment would need one reviewer where two were meant. */
function refuseUnknownProduction(
  production: string[] | undefined,
  environments: string[] | undefined,
) {
  const unknown = production?.findIndex(
    name => environments && !environments.includes(name),
  );
  if (unknown === undefined || unknown === -1) return;
  throw new ConfigurationError(
    `provenance.acceptance.production[${unknown}]`,
    `"${
      production?.[unknown]
    }" is none of provenance.environments (${environments?.join(', ')})`,
  );
}
