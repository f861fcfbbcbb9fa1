import {
  notePass,
  readPasses,
  writeGeneralFindings,
  type KeptClaim,
  type LocatorPass,
  type Said,
} from '../store';
import type { AbsentClaim } from './compareAnswer';
import type { Pass, Progress } from './Pass';

/** So much of what a locator said may go at once; more looks like a locator that sees less than there is. */
const mostShare = 0.2;

/** In a small portal every removal is a large share. */
const alwaysAllowed = 10;

/** After so long it is taken to be true. */
const heldForMs = 24 * 3_600_000;

/**
 * Ends what the sources of a finished pass did not repeat in two passes in a row, and marks what is missing for the first
 * time. Where more than a fifth would go at once nothing does for a day, and a finding says so.
 */
export async function endAbsent(pass: Pass): Promise<void> {
  const { knex, clock } = pass.context;
  const passes = await readPasses({ knex });
  const held: Progress[] = [];
  for (const progress of pass.progress) {
    const before = passes.find(one => one.locator === progress.source.name);
    const now = clock.now();
    const isHeld = !progress.isFailed && isTooMuch(progress, before, now);
    if (isHeld) held.push(progress);
    if (!progress.isFailed) await mark(pass, progress, isHeld);
    await note(pass, progress, isHeld);
  }
  await tellHeld(pass, held);
}

function isTooMuch(
  { claims, absent }: Progress,
  before: LocatorPass | undefined,
  now: Date,
): boolean {
  if (absent.length <= alwaysAllowed) return false;
  if (absent.length <= mostShare * (claims + absent.length)) return false;
  const since = before?.heldSince;
  return since === undefined || now.getTime() - Date.parse(since) < heldForMs;
}

async function mark(pass: Pass, progress: Progress, isHeld: boolean) {
  const { clock } = pass.context;
  const now = clock.now().toISOString();
  // Marked by the pass before; no clock has a say in it.
  const ends = ({ missingSince }: AbsentClaim) =>
    !isHeld && missingSince !== undefined;
  const changes = new Map<number, 'ends' | 'missing'>();
  for (const one of progress.absent)
    if (ends(one)) changes.set(one.id, 'ends');
    else if (one.missingSince === undefined) changes.set(one.id, 'missing');
  const concerned = progress.absent.filter(({ id }) => changes.has(id));
  const refs = [...new Set(concerned.map(({ entityRef }) => entityRef))];
  // A report may have come in since: what is not known here stays as it is.
  await pass.rewrite(refs, (entityRefs, open) =>
    entityRefs.map((entityRef): Said => {
      const mine = (open.get(entityRef) ?? []).filter(
        ({ claim }) => claim.locator === progress.source.name,
      );
      const claims = mine.flatMap(({ id, claim }): KeptClaim[] => {
        const change = changes.get(id);
        // Somebody said it again since then where the mark is gone.
        if (change === 'ends' && claim.missingSince !== undefined) return [];
        return [change !== 'missing' ? claim : { ...claim, missingSince: now }];
      });
      return { entityRef, locator: progress.source.name, claims };
    }),
  );
}

async function note(pass: Pass, progress: Progress, isHeld: boolean) {
  const { knex, clock } = pass.context;
  const { source, entities, claims, problem, isFailed } = progress;
  await notePass({
    knex,
    locator: source.name,
    outcome: isFailed
      ? { status: 'failed', problem: problem ?? '' }
      : { status: 'finished', entities, claims, isHeld, problem },
    now: clock.now().toISOString(),
  });
}

async function tellHeld({ context, progress }: Pass, held: Progress[]) {
  const { knex, clock } = context;
  const now = clock.now().toISOString();
  const names = new Set(held.map(({ source }) => source.name));
  const answered = progress.filter(({ isFailed }) => !isFailed);
  await writeGeneralFindings({
    ...{ knex, now, code: 'discovery-held-back' },
    ruling: open => ({
      standing: held.map(({ source, claims, absent }) => ({
        code: 'discovery-held-back',
        about: source.name,
        old: `${claims + absent.length} artifacts`,
        new: `${claims} artifacts`,
        seenAt: now,
      })),
      closed: open
        .map(({ about }) => about)
        .filter(name => answered.some(one => one.source.name === name))
        .filter(name => !names.has(name)),
    }),
  });
}
