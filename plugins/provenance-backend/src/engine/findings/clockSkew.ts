import { isComplete, type Evidence } from '@countersign/domain';
import {
  evidenceOver,
  materialsIn,
  type Ruling,
  type Situation,
} from './Situation';

const code = 'clock-skew';

/**
 * A log that is trusted promises a time that has not come yet (S7.2): either its clock is wrong, or the portal's. Of
 * all ways to compare clocks this one is proven, and it is the one that costs verdicts.
 *
 * Opened by any look; closed by one that was finished and found no such promise. One finding for each authority, with
 * the time that lies furthest ahead.
 */
export function clockSkew(situation: Situation): Ruling {
  const { look, now } = situation;
  const ahead = new Map<string, string>();
  for (const one of evidenceOver(situation, materialsIn(look.collection))) {
    const at = promisedAhead(one, now);
    const known = ahead.get(one.authority);
    if (at !== undefined && (known === undefined || known < at))
      ahead.set(one.authority, at);
  }
  const isFinished =
    look.collection !== undefined && isComplete(look.collection);
  return {
    standing: [...ahead].map(([about, at]) => ({
      ...{ code, about },
      old: now.toISOString(),
      new: at,
    })),
    decided: isFinished ? [code] : [],
  };
}

/** The verifier writes an integration time only where the log's signature over it was verified. */
function promisedAhead(
  { outcome, logEntry }: Evidence,
  now: Date,
): string | undefined {
  if (outcome.status !== 'failed' || outcome.code !== 'time-unproven')
    return undefined;
  const at = logEntry?.integratedAt;
  return at !== undefined && Date.parse(at) > now.getTime() ? at : undefined;
}
