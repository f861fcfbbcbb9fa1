import type { Decision } from '@countersign/domain';
import type { Knex } from 'knex';
import type { JudgeContext } from '../../../engine';
import type { Inbox } from '../Inbox';
import { settings } from '../Replica';
import type { Session } from '../Watch';
import type { Configuration } from '../world/Configuration';
import type { World } from '../world/World';
import { expectationOf, truthNow } from './expectations';
import { Records, type UsageRecord } from './Record';
import { ChainWatch } from './ChainWatch';
import { KeepWatch } from './KeepWatch';
import { TellWatch } from './TellWatch';
import { Recomputation, storedUsages, type StoredUsage } from './recompute';
import { isStricter, type Truth, type TrustedNow } from './truth';

/** Something that must not be. */
export interface Violation {
  rule:
    | 'recomputable'
    | 'permissive'
    | 'outage-told'
    | 'held'
    | 'needlessly-unknown'
    | 'not-recovered'
    | 'not-aligned'
    | 'overdue'
    | 'finding'
    | 'idle-wrote'
    | 'untold'
    | 'told-twice'
    | 'pruned'
    | 'log';
  usage: string;
  says: string;
  allowed: string;
}

/** What happened in a step, beside what lies in the tables. */
export interface Happened {
  sessions: Session[];
  /** What is in force in the replicas that worked last. */
  inForce: { generation: string; judging: JudgeContext };
  configuration: Configuration;
  /** The same of everybody that did anything in the step, and may have led for a part of it. */
  workedUnder: Pick<Happened, 'configuration' | 'trusted'>[];
  /** No replica's generation was active, so nobody may have written. */
  isIdle: boolean;
  trusted: TrustedNow;
  /** A replica worked and nothing kept it from its end. */
  isWhole: boolean;
  clockIsRight: boolean;
  /** The clock of a replica is behind. */
  isBehind: boolean;
  /** The clock of a replica is ahead. */
  isAhead: boolean;
  /** A look was broken off or made late, so that something may have been done twice. */
  isDisturbed: boolean;
}

/** An interval, and what leases and hosts that were down may take beyond it. */
const settledAfter = 4 * 3_600_000 + 40 * 60_000;

const endOfTime = '9999';

/** Knows the world, and holds every verdict in the tables to it after every step. */
export class Oracle {
  private readonly records = new Records();
  private readonly recomputation: Recomputation;
  private readonly checked = new Map<string, number>();
  private readonly judgings = new Map<string, JudgeContext>();
  private revisions = new Map<string, number>();
  private readonly chain: ChainWatch;
  private readonly telling: TellWatch;
  /** What the retention may not remove. */
  readonly keeping: KeepWatch;
  private lastTransition = 0;
  private lastFinding = 0;
  /** Since when nothing at all was wrong. */
  private quietSince = Infinity;
  private steps = 0;

  constructor(
    private readonly world: World,
    private readonly knex: Knex,
    inbox: Inbox,
  ) {
    this.telling = new TellWatch(knex, world.clock, inbox);
    this.keeping = new KeepWatch(knex, world.clock);
    this.recomputation = new Recomputation(knex);
    this.chain = new ChainWatch(knex, world.clock);
  }

  /** A clock or a database was wrong: until the next look "could not tell" is no mistake. */
  disturb(): void {
    this.records.disturb();
  }

  async check(happened: Happened): Promise<Violation[]> {
    const { inForce, isWhole, clockIsRight } = happened;
    this.judgings.set(inForce.generation, inForce.judging);
    this.steps++;
    const usages = await storedUsages(this.knex);
    this.records.keepOnly(usages);
    this.records.take(happened.sessions, usages, clockIsRight);
    if (!isWhole || !clockIsRight) this.records.disturb();
    if (happened.isBehind) this.records.noteBehind();
    if (happened.isAhead) this.records.noteAhead();
    this.noteQuiet(happened);
    const found: Violation[] = [];
    for (const usage of usages) {
      if (isWhole || usage.generation === inForce.generation)
        found.push(...this.checkAgainstTruth(usage, happened));
      if (usage.verdict === 'trusted')
        found.push(...(await this.checkBytes(usage, happened)));
    }
    found.push(...this.checkIdle(usages, happened));
    found.push(...(await this.checkTransitions(usages, happened)));
    found.push(...(await this.chain.check()));
    found.push(...(await this.checkFindings()));
    const isClean = isWhole && clockIsRight && !happened.isDisturbed;
    found.push(...(await this.telling.check(isClean)));
    return found;
  }

  /** The whole log, from its beginning. */
  checkLog(): Promise<Violation[]> {
    return this.chain.checkAll();
  }

  /** After repairs and enough time: everything has exactly the verdict that the world says. */
  async checkRecovery({
    trusted,
    configuration,
  }: Happened): Promise<Violation[]> {
    const usages = await storedUsages(this.knex);
    const untold = await this.telling.checkSettled();
    const wrong = usages.flatMap(usage => {
      const place = this.placeOf(usage);
      const truth = truthNow({ ...place, configuration, trusted });
      return truth.verdict === usage.verdict &&
        truth.decision === usage.decision
        ? []
        : [violation('not-recovered', usage, [truth])];
    });
    return [...wrong, ...untold];
  }

  private noteQuiet({ isWhole, clockIsRight }: Happened): void {
    const isQuiet =
      isWhole &&
      clockIsRight &&
      this.world.artifacts.every(one => !this.world.faultOf(one));
    const now = this.world.clock.now().getTime();
    if (!isQuiet) this.quietSince = Infinity;
    else this.quietSince = Math.min(this.quietSince, now);
  }

  private placeOf(usage: StoredUsage) {
    return {
      artifact: this.world.artifactAt(usage.repository),
      environment: usage.environment,
    };
  }

  private checkAgainstTruth(
    usage: StoredUsage,
    { trusted, configuration, inForce, isWhole, clockIsRight }: Happened,
  ): Violation[] {
    const record = this.records.of(usage);
    const now = this.world.clock.now().getTime();
    const { truths, mayBeUnknown } = expectationOf({
      ...this.placeOf(usage),
      configuration,
      record,
      records: this.records,
      trusted,
      now,
    });
    const found: Violation[] = [];
    const report = (rule: Violation['rule']) =>
      found.push(violation(rule, usage, truths));
    if (isWhole && usage.generation !== inForce.generation)
      report('not-aligned');
    if (!saysOneOf(usage, truths)) {
      if (isMorePermissive(usage, truths)) report('permissive');
      else if (usage.verdict !== 'inconclusive') {
        if (!isOverBytes(usage, record) && !isTooEarly(usage, record))
          report('outage-told');
      } else if (!mayBeUnknown) report('needlessly-unknown');
    }
    if (isWhole && clockIsRight && this.isHeld(usage, trusted, now))
      report('held');
    const since = Math.max(
      this.quietSince,
      Date.parse(record.clean?.at ?? '') || -Infinity,
    );
    const patience = settledAfter + (record.wasAhead ? settings.intervalMs : 0);
    if (now - since > patience) report('overdue');
    return found;
  }

  /** S6.1: what nobody could read for longer than a day says nothing any more, but for what is distrusted itself. */
  private isHeld(
    usage: StoredUsage,
    { distrust }: TrustedNow,
    now: number,
  ): boolean {
    const { artifact } = this.placeOf(usage);
    const last = this.records.lastRead(artifact);
    const isOld =
      last !== undefined && now - Date.parse(last) > settings.maximumAgeMs;
    const isBanned = distrust.some(plan => 'digest' in plan);
    return (
      isOld &&
      usage.verdict !== 'inconclusive' &&
      !(isBanned && usage.verdict === 'untrusted')
    );
  }

  /** Once for each judgement as of its own moment; one of them in turn as of now, as if nothing was known. */
  private async checkBytes(
    usage: StoredUsage,
    { inForce, isWhole, clockIsRight }: Happened,
  ): Promise<Violation[]> {
    const now = this.world.clock.now().toISOString();
    const isNew = this.checked.get(usage.id) !== usage.revision;
    const judging = this.judgings.get(usage.generation);
    if (isNew && judging) {
      this.checked.set(usage.id, usage.revision);
      const then = await this.recomputation.verdictOf(
        usage,
        judging,
        usage.judged_at,
        now,
        this.records.of(usage).isDisturbed ? endOfTime : undefined,
      );
      // What a clock that is ahead judged rests on looks that were dated back since, and are young all the same.
      const isDatedBack =
        usage.judged_at > now && then.verdict === 'inconclusive';
      if (isDatedBack) return [];
      if (then.verdict !== 'trusted' || then.decision !== usage.decision)
        return [violation('recomputable', usage, [then])];
    }
    if (!isWhole || !clockIsRight || !this.isTurnOf(usage)) return [];
    const today = await this.recomputation.verdictOf(
      usage,
      inForce.judging,
      now,
      now,
    );
    return today.verdict === 'trusted' || this.isKnownOtherwise(usage)
      ? []
      : [violation('recomputable', usage, [today])];
  }

  private isTurnOf(usage: StoredUsage): boolean {
    const turn = parseInt(usage.id.slice(0, 6), 16) % 5 === this.steps % 5;
    return turn && !this.records.of(usage).isDisturbed;
  }

  /** Another usage's look found something else since; this one's own look will come. */
  private isKnownOtherwise(usage: StoredUsage): boolean {
    const { clean } = this.records.of(usage);
    const { artifact } = this.placeOf(usage);
    const known = usage.digest
      ? [usage.digest, ...artifact.children(usage.digest)]
      : [];
    return known.some(
      digest => this.records.knownSince(artifact, digest) > (clean?.tick ?? 0),
    );
  }

  /** S6.3: whoever differs from the active generation writes nothing. */
  private checkIdle(usages: StoredUsage[], { isIdle }: Happened): Violation[] {
    const before = this.revisions;
    this.revisions = new Map(usages.map(({ id, revision }) => [id, revision]));
    return isIdle
      ? usages
          .filter(({ id, revision }) => before.get(id) !== revision)
          .map(usage => violation('idle-wrote', usage, []))
      : [];
  }

  /** A verdict that came and went within a step was told to people all the same. */
  private async checkTransitions(
    usages: StoredUsage[],
    { workedUnder, isWhole }: Happened,
  ): Promise<Violation[]> {
    const rows = await this.knex('transitions')
      .where('id', '>', this.lastTransition)
      .orderBy('id');
    if (rows.length === 0) return [];
    this.lastTransition = Number(rows[rows.length - 1].id);
    this.keeping.noteTransitions(rows);
    if (!isWhole) return [];
    const counts = new Map<string, number>();
    for (const { usage_id: id } of rows)
      counts.set(id, (counts.get(id) ?? 0) + 1);
    return rows.flatMap(row => {
      const usage = usages.find(({ id }) => id === row.usage_id);
      if (!usage || (counts.get(usage.id) ?? 0) < 2) return [];
      if (isTooEarly(row, this.records.of(usage))) return [];
      const truths = workedUnder.flatMap(
        under =>
          expectationOf({
            ...this.placeOf(usage),
            ...under,
            record: { troubles: new Set(), isDisturbed: true },
            records: this.records,
            now: 0,
          }).truths,
      );
      const said = { ...usage, ...row } as StoredUsage;
      return row.verdict === 'inconclusive' ||
        truths.some(({ verdict }) => verdict === row.verdict)
        ? []
        : [violation('outage-told', said, truths)];
    });
  }

  /** A finding says that something happened: it did. */
  private async checkFindings(): Promise<Violation[]> {
    const rows = await this.knex('findings')
      .join('usages', 'usages.id', 'findings.usage_id')
      .where('findings.id', '>', this.lastFinding)
      .orderBy('findings.id')
      .select('findings.*', 'usages.repository as repository');
    if (rows.length > 0) this.lastFinding = Number(rows[rows.length - 1].id);
    return rows.flatMap(row => {
      const artifact = this.world.artifactAt(row.repository);
      return couldBe(row.code, artifact)
        ? []
        : [
            {
              rule: 'finding' as const,
              usage: `${row.repository} ${row.old} ${row.new}`,
              says: row.code,
              allowed: 'nothing of that happened',
            },
          ];
    });
  }
}

/** Findings about signers and clocks follow from more than what is known here. */
function couldBe(code: string, artifact: World['artifacts'][number]): boolean {
  if (code === 'tag-moved') return artifact.target.since(0).length > 1;
  return !code.endsWith('-vanished') || everLost(artifact);
}

function everLost(artifact: World['artifacts'][number]): boolean {
  const digests = artifact.target
    .since(0)
    .flatMap(digest => [digest, ...artifact.children(digest)]);
  return digests.some(digest => {
    const states = artifact.attachments(digest).since(0);
    return states.some((before, i) =>
      before.some(one => states[i + 1] && !states[i + 1].includes(one)),
    );
  });
}

/** Bytes that were changed on their way are held against the bytes, and never against their absence (S5.1). */
function isOverBytes(
  { verdict }: StoredUsage,
  { troubles }: { troubles: Set<string> },
): boolean {
  return verdict === 'untrusted' && troubles.has('material');
}

/** S7.2: a proven time in the future fails, and so it does for a clock that is behind. */
function isTooEarly(
  { verdict }: Pick<StoredUsage, 'verdict'>,
  { wasBehind = false }: UsageRecord,
): boolean {
  return verdict === 'untrusted' && wasBehind;
}

function saysOneOf(usage: StoredUsage, truths: Truth[]): boolean {
  return truths.some(
    ({ verdict, decision }) =>
      verdict === usage.verdict && decision === usage.decision,
  );
}

function isMorePermissive(usage: StoredUsage, truths: Truth[]): boolean {
  const least = truths.map(({ decision }) => decision).reduce(moreLenient);
  return (
    isStricter(least, usage.decision) ||
    (usage.verdict === 'trusted' &&
      truths.every(({ verdict }) => verdict !== 'trusted'))
  );
}

function moreLenient(a: Decision, b: Decision): Decision {
  return isStricter(a, b) ? b : a;
}

function wordsOf({ reason_code: code, content }: StoredUsage): string {
  const { message } = JSON.parse(content).reason.parameters;
  return message === undefined ? code : `${code}: ${message}`;
}

function violation(
  rule: Violation['rule'],
  usage: StoredUsage,
  allowed: Truth[],
): Violation {
  const texts = allowed.map(
    ({ verdict, decision }) => `${verdict}/${decision}`,
  );
  return {
    rule,
    usage: `${usage.entity_ref} ${usage.reference} in ${usage.environment}`,
    says: `${usage.verdict}/${usage.decision} (${wordsOf(usage)})`,
    allowed: [...new Set(texts)].join(', '),
  };
}
