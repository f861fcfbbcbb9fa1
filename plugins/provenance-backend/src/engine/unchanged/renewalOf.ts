import { renewJudgement, type Collection } from '@countersign/domain';
import { type RenewedLook, type SettledJudgement } from '../../store';
import type { EngineContext } from '../EngineContext';
import { lookOf, looksOf } from '../lookAt';
import { nextAfter, type Sighting } from '../recordSight';
import { fingerprintOf } from './fingerprintOf';

type Context = Pick<EngineContext, 'clock' | 'judging' | 'generation'>;

/**
 * What a look writes that found what the look before found, under what was in force then: the times alone. Nothing is
 * read and nothing is judged for it.
 *
 * @returns undefined where the look has to be judged in full
 */
export function renewalOf(
  { claim, current, sight }: Sighting,
  { clock, judging, generation }: Context,
): RenewedLook | undefined {
  const { settled, usage, bundleUrl, resolution } = current;
  if (!settled || settled.generation !== generation) return undefined;
  if (sight.status !== 'seen' || sight.digest !== usage.digest)
    return undefined;
  if (resolution.status !== 'resolved') return undefined;
  const { settings } = judging;
  const now = clock.now();
  const look = lookOf(current, sight);
  if (!isInTime(settled, now, settings.maximumAgeMs)) return undefined;
  if (fingerprintOf(current, look) !== settled.hash) return undefined;
  const collections = looksOf(look).map(one => one.collection);
  const judgement = renewJudgement(settled.judgement(), {
    collections: collections as [Collection, ...Collection[]],
    ...{ wordsUntil: settled.wordsUntil, settings, now: now.toISOString() },
  });
  if (!judgement) return undefined;
  const next = nextAfter({ claim, current }, { look, judgement, now }, judging);
  return {
    ...{ claim, settled, bundleUrl, judgement, ...next },
    collections: collections as [Collection, ...Collection[]],
    ...{ resolution: look.resolution, now: now.toISOString() },
  };
}

/**
 * A clock that was put back may pass once more what it had passed. And nothing is held for ever (S6): once in the time
 * for which a look may speak, everything is worked out anew.
 */
function isInTime(
  { at, judgedAt }: SettledJudgement,
  now: Date,
  maximumAgeMs: number,
): boolean {
  const instant = now.getTime();
  return (
    instant >= Date.parse(judgedAt) && instant < Date.parse(at) + maximumAgeMs
  );
}
