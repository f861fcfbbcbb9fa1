const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * Everything that a stranger could make endless while we look, in one table. Crossing a limit is a reason that names
 * it, with origin `material`; crossing a time is `registry-unreachable`, because nobody's bytes are to blame.
 *
 * @public
 */
export interface Limits {
  /** Bytes of one OCI manifest or index, or of one page of referrers. */
  manifestBytes: number;
  /** Bytes of one signed material: a bundle, an envelope, a signed payload. */
  materialBytes: number;
  /** Bytes of all signed material of one digest, the manifests that list it included. */
  materialTotalBytes: number;
  /** Signed materials of one digest. */
  materials: number;
  /** Layers of one manifest of signed material; the first count. */
  layers: number;
  /** Referrers of one digest that may be signatures, over all pages. */
  referrers: number;
  /** Pages of referrers. */
  referrerPages: number;
  /** Manifests that one index lists; an index with more is not followed at all. */
  indexChildren: number;
  /** Bytes of a file artifact, which is streamed and never held. */
  fileBytes: number;
  /** Bytes of a token service's answer; more is `registry-unreachable`, because nobody pushed them. */
  tokenBytes: number;
  /** Redirects of one request; more are `registry-unreachable`. */
  redirects: number;
  /** Nesting of a JSON document. */
  jsonDepth: number;
  /** Milliseconds without a byte until a connection counts as dead. */
  idleMs: number;
  /** Milliseconds for one request; a redirect is another. */
  requestMs: number;
  /** Milliseconds for the download of a file artifact. */
  fileMs: number;
  /** Milliseconds for resolving one reference, and for one look: a slow host holds nobody's slot for ever. */
  lookMs: number;
  /** Requests to one host at the same time; more wait for their turn. */
  hostRequests: number;
  /** How often a request is sent again that failed at the host, or that the host asked to repeat. */
  retries: number;
  /** Milliseconds before the first repetition, doubled for each further one; the wait is a random part of it. */
  retryMs: number;
  /** The longest `Retry-After` in milliseconds that is waited for; a longer one ends the look at that host. */
  retryAfterMs: number;
  /** Failures of one host in a row after which it is left alone. */
  breakerFailures: number;
  /** Milliseconds for which a failing host is left alone, before one request tries it again. */
  breakerMs: number;
  /** Bytes of answers that are kept in memory, so that the next look asks only what could have changed. */
  cacheBytes: number;
  /** Milliseconds after which whatever was kept is read again. */
  cacheMs: number;
}

/**
 * A limit by its name, as a collection reports it.
 *
 * @public
 */
export type LimitName = keyof Limits;

/**
 * The limits that hold where nothing else is said.
 *
 * @public
 */
export const defaultLimits: Limits = {
  manifestBytes: 4 * MiB,
  materialBytes: 16 * MiB,
  materialTotalBytes: 64 * MiB,
  materials: 200,
  layers: 256,
  referrers: 200,
  referrerPages: 10,
  indexChildren: 100,
  fileBytes: 2048 * MiB,
  tokenBytes: 256 * KiB,
  redirects: 5,
  jsonDepth: 64,
  idleMs: 10_000,
  requestMs: 30_000,
  fileMs: 600_000,
  lookMs: 600_000,
  hostRequests: 8,
  retries: 2,
  retryMs: 250,
  retryAfterMs: 10_000,
  breakerFailures: 10,
  breakerMs: 30_000,
  cacheBytes: 64 * MiB,
  cacheMs: 24 * 3_600_000,
};

const notZero = /Bytes$|Ms$|^hostRequests$|^breakerFailures$/;
/** Beyond this nothing is limited any more: more than a process holds, longer than anybody waits. */
const most = { bytes: 64 * 1024 * MiB, milliseconds: 7 * 24 * 3_600_000 };
const mostOfAll = 1_000_000;

/**
 * Between which values a limit limits something.
 *
 * @public
 */
export function boundsOfLimit(name: LimitName): {
  least: number;
  most: number;
} {
  const least = notZero.test(name) ? 1 : 0;
  if (name.endsWith('Bytes')) return { least, most: most.bytes };
  if (name.endsWith('Ms')) return { least, most: most.milliseconds };
  return { least, most: mostOfAll };
}

/** @throws RangeError for a limit that would limit nothing */
export function withDefaults(given: Partial<Limits> = {}): Limits {
  const limits = { ...defaultLimits };
  for (const name of Object.keys(defaultLimits) as LimitName[]) {
    const value = given[name] ?? defaultLimits[name];
    const { least, most: greatest } = boundsOfLimit(name);
    if (!Number.isSafeInteger(value) || value < least || value > greatest)
      throw new RangeError(
        `the limit ${name} is not a whole number from ${least} to ${greatest}`,
      );
    limits[name] = value;
  }
  return limits;
}

/**
 * Limits of verification. They are not configurable: evidence must not depend on a setting that its key (S1.5) does
 * not name. A change here raises the verifier revision.
 */
export const verificationLimits = {
  /** A bundle of 1,000 pasted log entries once blocked a verifier for 700 ms. */
  logEntries: 8,
  timestamps: 8,
  certificates: 10,
  /** Real ones have 1 to 4 KiB; a timestamp brings its chain. */
  certificateBytes: 16 * KiB,
  timestampBytes: 32 * KiB,
  /** Each line of it may cost a signature. */
  checkpointBytes: 8 * KiB,
  logBodyBytes: 512 * KiB,
  /** A tree of 2^64 entries has 64. */
  proofHashes: 64,
  materialBytes: 32 * MiB,
  /** Bytes of a manifest that carries its signature, and of what was signed, unpacked; parsing costs seconds a MiB. */
  manifestBytes: MiB,
  manifestDocuments: 500,
  jsonDepth: 64,
  subjects: 5_000,
  /** Characters of a name or an address that evidence keeps. */
  nameLength: 2_048,
  /** Dependencies of a provenance among which its source is looked for. */
  dependencies: 5_000,
  /** Proven times may lie this far ahead of our clock: two honest clocks differ by seconds, not by minutes. */
  clockSkewMs: 60_000,
} as const;
