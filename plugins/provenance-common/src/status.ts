import type { AuthorityStatus, Cause, Verdict } from '@countersign/domain';

/**
 * Answer of `GET /status`. What is said of the engine is read from the database and holds for all replicas; the
 * authorities are those of the replica that answers.
 *
 * @public
 */
export interface StatusResponse {
  authorities: AuthorityStatus[];
  /** Absent where the database did not answer in time. */
  engine?: EngineStatus;
}

/**
 * What the engine does and what lags. Instants are ISO 8601, UTC.
 *
 * @public
 */
export interface EngineStatus {
  /** When this was read. */
  at: string;
  /**
   * By how much the clock of the replica that answers is ahead of the database's, in milliseconds; below zero where it is
   * behind. Absent where they differ by no more than a minute, and where the database has no clock of its own.
   */
  clockAheadMs?: number;
  work: WorkStatus;
  /** Whatever says what entities run, by name. */
  locators: LocatorStatus[];
  /** Hosts that were asked, by name. */
  hosts: HostStatus[];
  /** The active generation; absent before any replica proposed one. */
  generation?: GenerationStatus;
  /** The newest report first. */
  replicas: ReplicaStatus[];
  outbox: OutboxStatus;
  log: LogStatus;
}

/** @public */
export interface WorkStatus {
  /** Usages that are looked at from time to time. */
  usages: number;
  /** Usages that are being looked at. */
  running: number;
  /** Usages that are due, with nobody at them. */
  due: number;
  /** Absent where nothing is due. */
  oldestDueAt?: string;
  /** Usages that were looked at within the last hour, by the verdict that they have now. */
  lookedLastHour: Record<Verdict, number>;
}

/**
 * How a locator stands, as its newest pass ended.
 *
 * @public
 */
export interface LocatorStatus {
  /** Its name, as claims carry it. */
  locator: string;
  /**
   * `waiting`: no pass has come to its end yet. `failing`: since `failingSince`, and `problem` says why; what it said
   * stays. `held`: so much would end at once that nothing does, since `heldSince`.
   */
  status: 'working' | 'waiting' | 'failing' | 'held';
  /** The end of the newest pass that came to it. */
  finishedAt?: string;
  /** About how many entities it said something then. */
  entities?: number;
  /** How much it said then. */
  claims?: number;
  failingSince?: string;
  /** May quote a stranger: escape it on display. */
  problem?: string;
  heldSince?: string;
}

/** @public */
export interface HostStatus {
  host: string;
  /** `failing`: its last answers failed, and it is asked as before. `down`: it is left alone until `nextTryAt`. */
  status: 'up' | 'failing' | 'down';
  /** The first of an unbroken row of failures. */
  since?: string;
  /** Of the newest failure. Its message may quote the host. */
  cause?: Cause;
  nextTryAt?: string;
  /** Absent where it never answered. */
  lastAnswerAt?: string;
}

/** @public */
export interface GenerationStatus {
  number: number;
  /** A replica started with other content, its content changed, or nobody was left of the generation before. */
  occasion: 'start' | 'change' | 'takeover';
  proposedAt: string;
}

/** @public */
export interface ReplicaStatus {
  /** Made anew with each start. */
  id: string;
  /**
   * `active`: works under the active generation. `behind`: runs and may not work, `why` says it. `silent`: has not
   * reported for a minute. `skewed`: its clock is ahead by more than a minute.
   */
  status: 'active' | 'behind' | 'silent' | 'skewed';
  why?: string;
  /** Release of the plugin. */
  version: string;
  startedAt: string;
  lastSeenAt: string;
}

/** @public */
export interface OutboxStatus {
  /** Events of which no message was made yet. */
  waiting: number;
  oldestWaitingAt?: string;
  /** Messages that did not arrive yet. */
  unsent: number;
  oldestUnsentAt?: string;
}

/** @public */
export interface LogStatus {
  /** Number of the newest sealed entry; 0 before the first. */
  sequence: number;
  /** Head of the chain: what an integrity check may be held against. */
  hash: string;
  /** Entries that are not sealed yet. */
  unsealed: number;
  oldestUnsealedAt?: string;
  /** How it goes with telling the head to the webhook; absent before the first attempt. */
  webhook?: LogWebhookStatus;
}

/** @public */
export interface LogWebhookStatus {
  /** Number of the newest entry in a head that arrived; absent where none ever did. */
  sequence?: number;
  arrivedAt?: string;
  /** Attempts that failed since. */
  failures: number;
  failingSince?: string;
  /** Of the newest failure, for people. */
  cause?: string;
}
