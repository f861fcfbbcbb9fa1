import { ConfigurationError, isDigest, Section } from '@countersign/domain';
import type { SigstoreThresholds } from '@countersign/verifier';
import type {
  AuthorityContent,
  ConfiguredAuthority,
  ConfiguredKey,
  ConfiguredRoot,
  Refreshing,
} from './ProvenanceConfiguration';
import { readDuration, toMilliseconds } from './readDuration';
import { accessKeys, readMirror } from './readMirror';

/** The name that loads Sigstore's public-good instance when nothing else is said about it. */
export const PUBLIC_GOOD = 'public-good';

const sources = ['trustedRoot', 'key', 'tuf', 'url'] as const;
type Source = (typeof sources)[number] | typeof PUBLIC_GOOD;

/** What may stand beside each source. Anything else would be believed to hold, and would not. */
const allowed: Record<Source, readonly string[]> = {
  trustedRoot: ['sha256', 'thresholds'],
  key: ['sha256', 'notBefore', 'notAfter', 'log'],
  tuf: ['thresholds', 'refreshInterval', 'accept'],
  url: ['sha256', 'thresholds', ...accessKeys],
  [PUBLIC_GOOD]: ['tuf', 'offline', 'thresholds', 'refreshInterval', 'accept'],
};

const everyKey = [
  ...new Set(['name', ...sources, ...Object.values(allowed).flat()]),
];

/** One entry of `provenance.authorities` (S1.4). */
export function readAuthority(
  value: unknown,
  path: string,
): ConfiguredAuthority {
  const section = Section.of(value, path, everyKey);
  const name = section.string('name');
  const source = sourceOf(section, name);
  refuseOthers(section, source);
  if (source === 'key') return readKey(section, name);
  const thresholds = readThresholds(section);
  const common = { name, ...(thresholds && { thresholds }) };
  switch (source) {
    case 'trustedRoot':
      return {
        ...common,
        type: 'trusted-root',
        content: readContent(section, source),
      };
    case 'url':
      return { ...common, type: 'url', access: readUrl(section) };
    case 'tuf':
      return { ...common, ...readTuf(section), ...readRefreshing(section) };
    default:
      return {
        ...common,
        ...readPublicGood(section),
        ...readRefreshing(section),
      };
  }
}

/** What is trusted where configuration names no authority. */
export function publicGoodByDefault(): ConfiguredAuthority {
  return readAuthority({ name: PUBLIC_GOOD }, 'provenance.authorities');
}

function sourceOf(section: Section, name: string): Source {
  const given = sources.filter(source => section.has(source));
  if (given.length > 1) {
    throw new ConfigurationError(
      section.path,
      `${given.join(' and ')} exclude each other`,
    );
  }
  // A mirror of the public instance needs no root of its own: that one is built in.
  if (name === PUBLIC_GOOD && (!given[0] || isRootless(section)))
    return PUBLIC_GOOD;
  if (given[0]) return given[0];
  throw new ConfigurationError(
    section.path,
    `say what "${name}" is: trustedRoot, tuf, url or key (only "${PUBLIC_GOOD}" is known by its name)`,
  );
}

function isRootless(section: Section): boolean {
  const tuf = section.raw('tuf');
  return typeof tuf === 'object' && tuf !== null && !('root' in tuf);
}

function refuseOthers(section: Section, source: Source) {
  const fine = ['name', source, ...allowed[source]];
  const other = everyKey.find(key => section.has(key) && !fine.includes(key));
  if (other === undefined) return;
  const goesWith = Object.entries(allowed)
    .filter(([, keys]) => keys.includes(other))
    .map(([name]) => name);
  section.fail(other, `goes with ${goesWith.join(', ')}, not with ${source}`);
}

function readKey(section: Section, name: string): ConfiguredKey {
  const notBefore = section.optionalInstant('notBefore');
  const notAfter = section.optionalInstant('notAfter');
  if (notBefore && notAfter && notBefore >= notAfter) {
    section.fail('notAfter', 'must lie after notBefore');
  }
  const content = readContent(section, 'key');
  const log = section.optionalString('log');
  return {
    name,
    type: 'key',
    content,
    notBefore,
    notAfter,
    ...(log !== undefined && { log }),
  };
}

function readUrl(section: Section) {
  const sha256 = readSha256(section);
  if (sha256 === undefined) {
    return section.fail(
      'url',
      'needs sha256: whoever answers there would decide whom you trust',
    );
  }
  return { ...readMirror(section, 'url'), sha256 };
}

function readTuf(
  section: Section,
): Pick<Extract<ConfiguredRoot, { type: 'tuf' }>, 'type' | 'mirror' | 'root'> {
  const tuf = tufSection(section);
  if (!tuf.has('root'))
    tuf.fail('root', `is missing; only "${PUBLIC_GOOD}" has its own`);
  return {
    type: 'tuf',
    mirror: readMirror(tuf, 'mirror'),
    root: readContent(tuf, 'root'),
  };
}

function readPublicGood(section: Section) {
  const offline = section.optionalBoolean('offline') ?? false;
  if (offline && section.has('tuf'))
    section.fail('offline', 'and tuf exclude each other');
  const tuf = section.has('tuf') ? tufSection(section) : undefined;
  if (tuf?.has('sha256'))
    tuf.fail('sha256', 'pins a root; without one, the built-in root holds');
  const mirror = tuf && readMirror(tuf, 'mirror');
  return { type: PUBLIC_GOOD, offline, ...(mirror && { mirror }) } as const;
}

function tufSection(section: Section): Section {
  return Section.of(section.raw('tuf'), section.at('tuf'), [
    'mirror',
    'root',
    'sha256',
    ...accessKeys,
  ]);
}

function readRefreshing(section: Section): Refreshing {
  const accept = section.optionalString('accept');
  if (accept !== undefined && !isDigest(accept)) {
    return section.fail(
      'accept',
      'must be the digest of a version, as /status shows it: "sha256:..."',
    );
  }
  const intervalMs = section.has('refreshInterval')
    ? readDuration(
        section.raw('refreshInterval'),
        section.at('refreshInterval'),
        { least: { minutes: 5 }, most: { days: 7 } },
      )
    : toMilliseconds({ hours: 6 });
  return { intervalMs, ...(accept !== undefined && { accept }) };
}

function readThresholds(
  section: Section,
): Partial<SigstoreThresholds> | undefined {
  if (!section.has('thresholds')) return undefined;
  const thresholds = Section.of(
    section.raw('thresholds'),
    section.at('thresholds'),
    ['logEntries', 'scts', 'times'],
  );
  const count = (key: string) => {
    if (thresholds.raw(key) === 'none') return 'none' as const;
    return thresholds.optionalInteger(key, 1, 8);
  };
  const [logEntries, scts] = [count('logEntries'), count('scts')];
  const times = thresholds.optionalInteger('times', 1, 8);
  return {
    ...(logEntries !== undefined && { logEntries }),
    ...(scts !== undefined && { scts }),
    ...(times !== undefined && { times }),
  };
}

function readSha256(section: Section): string | undefined {
  const sha256 = section.optionalString('sha256');
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) {
    section.fail('sha256', 'must be 64 lower-case hexadecimal characters');
  }
  return sha256;
}

function readContent(
  section: Section,
  key: 'trustedRoot' | 'key' | 'root',
): AuthorityContent {
  const value = section.raw(key);
  const sha256 = readSha256(section);
  const inline = typeof value !== 'string' || /^\s*(\{|-----BEGIN)/.test(value);
  if (!inline) return { from: 'path', path: section.string(key), sha256 };
  if (sha256 !== undefined) {
    section.fail('sha256', `pins the bytes of a file; write ${key} as a path`);
  }
  return { from: 'inline', value };
}
