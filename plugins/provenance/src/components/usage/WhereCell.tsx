import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import { holdingClaim, seenWords, claimWords, whereWords } from '../../words';
import { Hidden, Moment } from '../parts';
import { useUsageRowStyles } from './useUsageRowStyles';

/** Where it runs, and whose word that is; that nobody sees it any more stands here too. */
export function WhereCell({ usage }: { usage: UsageSummary }) {
  const classes = useUsageRowStyles();
  const now = useNow();
  const where = whereWords(usage);
  const claim = holdingClaim(usage);
  return (
    <div className={classes.where}>
      <Hidden>Where: </Hidden>
      {where ?? <span className={classes.secondary}>not stated</span>}
      {claim && (
        <div className={classes.secondary}>
          {claimWords(claim)}
          {claim.missingSince !== undefined && (
            <>
              , <Moment at={claim.missingSince} words={seenWords(claim, now)} />
            </>
          )}
        </div>
      )}
    </div>
  );
}
