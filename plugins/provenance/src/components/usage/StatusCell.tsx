import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import {
  decisionWord,
  freshnessWords,
  since,
  standingOf,
  toneOf,
  verdictWord,
  wordsFor,
} from '../../words';
import { Moment, useToneStyles } from '../parts';
import { useUsageRowStyles } from './useUsageRowStyles';

/** Verdict, decision, the reason's title, since when, and how fresh the knowledge is: all in words. */
export function StatusCell({ usage }: { usage: UsageSummary }) {
  const classes = useUsageRowStyles();
  const tones = useToneStyles();
  const now = useNow();
  const decision = decisionWord(usage);
  return (
    <div className={classes.status}>
      <strong className={tones[toneOf(standingOf(usage))]}>
        {verdictWord(usage.verdict)}
        {decision && ` · ${decision}`}
      </strong>{' '}
      {usage.verdict !== 'trusted' && <div>{wordsFor(usage.reason).title}</div>}
      <div className={classes.secondary}>
        <Moment at={usage.since} words={since(usage.since, now)} />
        {', '}
        {usage.freshness.status === 'none' ? (
          freshnessWords(usage, now)
        ) : (
          <Moment
            at={usage.freshness.provenAt}
            words={freshnessWords(usage, now)}
          />
        )}
        {usage.checking && ', looking now …'}
      </div>
    </div>
  );
}
