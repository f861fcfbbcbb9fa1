import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { visibleText, type Judgement, type Usage } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  GenerationMovedError,
  readClaims,
  renewStatistics,
  settleClaims,
  syncEntities,
  type ClaimedUsage,
  type OpenClaim,
  type Said,
} from '../store';
import { batchesOf } from '../store/batchesOf';
import { askSource, type Asked } from './askSource';
import { absentOf, compareAnswer, type AbsentClaim } from './compareAnswer';
import { entityFacts } from './entityFacts';
import { REPORT_LOCATOR } from './reports/reports';
import { SeenNames } from './SeenNames';
import type { Answer, Source } from './Source';

/** Entities whose claims are read and whose usages are written together. */
const atOnce = 50;

/** Usages after which a database that was empty is not taken for an empty one any more; and again at so many times as many. */
const noticeable = 500;
const noticeablyMore = 4;

export interface PassContext {
  knex: Knex;
  clock: { now(): Date };
  logger: LoggerService;
  /** The verdict on what nobody has looked at yet. */
  judgeUnseen(usage: Usage, claimed: ClaimedUsage): Judgement;
  generation: string;
  /** Aborted when another replica was given the task: from then on this pass must write nothing. */
  signal?: AbortSignal;
}

/** How far one source has come in a pass. */
export interface Progress {
  source: Source;
  entities: number;
  claims: number;
  /** Claims that it did not repeat. */
  absent: AbsentClaim[];
  /** It is not asked again in this pass, and nothing that it said ends. */
  isFailed: boolean;
  /** What went wrong, also where it did not fail as a whole. */
  problem?: string;
}

/** @param before - the open claims about these entities */
type Rewriting = (
  entityRefs: string[],
  before: Map<string, OpenClaim[]>,
) => Said[];

/** One pass over the catalog, page by page. Keeps a mark of each entity and what is missing, and nothing else. */
export class Pass {
  readonly seen = new SeenNames();
  readonly progress: Progress[];
  changes = 0;
  private noticed = 0;

  constructor(sources: Source[], readonly context: PassContext) {
    this.progress = sources.map(source => ({
      ...{ source, entities: 0, claims: 0 },
      ...{ absent: [], isFailed: false },
    }));
  }

  /** Asks all sources about entities and writes what they say. */
  async take(entities: Entity[]): Promise<void> {
    const { knex, clock, signal } = this.context;
    signal?.throwIfAborted();
    const entityRefs = entities.map(entity => stringifyEntityRef(entity));
    entityRefs.forEach(ref => this.seen.add(ref));
    const now = clock.now().toISOString();
    await syncEntities({ knex, entities: entities.map(entityFacts), now });
    const asked = await Promise.all(
      this.progress.map(one => this.ask(one, entities)),
    );
    // Whoever was given the task may have read something newer by now.
    signal?.throwIfAborted();
    for (const some of batchesOf(entityRefs, atOnce))
      await this.settleAnswers(some, asked);
  }

  /** Few entities at a time: of a whole page thousands of claims would be in memory at once. */
  private async settleAnswers(entityRefs: string[], asked: Asked[]) {
    const before = await readClaims({ knex: this.context.knex, entityRefs });
    const said = this.progress.flatMap((one, i) =>
      this.compare(one, answersAbout(entityRefs, asked[i]), before),
    );
    await this.write(said);
    await this.rewrite(withMissing(REPORT_LOCATOR, before), present);
  }

  /** Everything that was claimed about entities that the catalog does not have any more is missing. */
  async miss(entityRefs: string[]): Promise<void> {
    const { knex } = this.context;
    for (const some of batchesOf(entityRefs, atOnce)) {
      const before = await readClaims({ knex, entityRefs: some });
      const claims = [...before.values()].flat();
      for (const { source, absent, isFailed } of this.progress)
        if (!isFailed)
          absent.push(...claims.filter(by(source.name)).map(absentOf));
    }
  }

  async write(said: Said[]): Promise<void> {
    const refs = new Set(said.map(one => one.entityRef));
    await this.rewrite([...refs], entityRefs => {
      const about = new Set(entityRefs);
      return said.filter(one => about.has(one.entityRef));
    });
  }

  /**
   * Writes what follows from what was said before, as it is while nobody else can write. One entity that cannot be
   * written must not keep the others from being seen.
   */
  async rewrite(refs: string[], say: Rewriting): Promise<void> {
    for (const batch of batchesOf([...refs].sort(), atOnce)) {
      if (!(await this.settle(say, batch)))
        for (const ref of batch) await this.settle(say, [ref]);
      await this.noticeGrowth();
    }
  }

  private async settle(say: Rewriting, entityRefs: string[]): Promise<boolean> {
    const { clock, logger, signal, ...context } = this.context;
    signal?.throwIfAborted();
    try {
      this.changes += await settleClaims({
        ...context,
        entityRefs,
        say: (_, before) => say(entityRefs, before),
        now: clock.now().toISOString(),
      });
      return true;
    } catch (error) {
      // The replicas of the active generation discover now.
      if (error instanceof GenerationMovedError) throw error;
      if (entityRefs.length === 1)
        logger.error(
          `the artifacts of ${entityRefs[0]} could not be kept`,
          error as Error,
        );
      return false;
    }
  }

  private async noticeGrowth(): Promise<void> {
    const { changes, noticed } = this;
    if (changes < Math.max(noticeable, noticeablyMore * noticed)) return;
    this.noticed = changes;
    const { knex, logger } = this.context;
    try {
      await renewStatistics({ knex });
    } catch (error) {
      // It only takes longer without.
      logger.warn('the statistics could not be renewed', error as Error);
    }
  }

  private async ask(progress: Progress, entities: Entity[]): Promise<Asked> {
    const { source, isFailed } = progress;
    // Each page would wait for it.
    if (isFailed) return { answers: new Map(), foreign: 0 };
    const asked = await askSource(source, entities, this.context);
    if ('problem' in asked) {
      progress.isFailed = true;
      progress.problem = visibleText(asked.problem, 300);
      const { logger } = this.context;
      logger.warn(`the locator ${source.name} failed: ${progress.problem}`);
    } else if (asked.foreign > 0)
      progress.problem = `it spoke about ${asked.foreign} entities that it was not asked about; that was dropped`;
    return asked;
  }

  private compare(
    progress: Progress,
    answers: Answer[],
    before: Map<string, OpenClaim[]>,
  ): Said[] {
    const { source } = progress;
    return answers.flatMap(answer => {
      const open = (before.get(answer.entityRef) ?? []).filter(by(source.name));
      const { said, absent, claims } = compareAnswer(answer, open, source);
      progress.absent.push(...absent);
      progress.claims += claims;
      if (claims > 0) progress.entities++;
      progress.problem ??= answer.incomplete;
      return said ?? [];
    });
  }
}

function answersAbout(entityRefs: string[], asked: Asked): Answer[] {
  if ('problem' in asked) return [];
  return entityRefs.flatMap(ref => asked.answers.get(ref) ?? []);
}

/** Nobody repeats a report: that its entity is there again has to be noticed for it. */
function withMissing(locator: string, before: Map<string, OpenClaim[]>) {
  const isMissing = ({ claim }: OpenClaim) => claim.missingSince !== undefined;
  return [...before].flatMap(([entityRef, claims]) =>
    claims.filter(by(locator)).some(isMissing) ? [entityRef] : [],
  );
}

function present(
  entityRefs: string[],
  before: Map<string, OpenClaim[]>,
): Said[] {
  return entityRefs.map(entityRef => ({
    ...{ entityRef, locator: REPORT_LOCATOR },
    claims: (before.get(entityRef) ?? [])
      .filter(by(REPORT_LOCATOR))
      .map(({ claim: { missingSince: _, ...claim } }) => claim),
  }));
}

function by(locator: string) {
  return ({ claim }: OpenClaim) => claim.locator === locator;
}
