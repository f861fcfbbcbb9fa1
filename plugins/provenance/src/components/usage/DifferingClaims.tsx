import {
  visibleText,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { differenceWords, differingClaims, holdingClaim } from '../../words';
import { FindingIcon } from '../parts';
import { useUsageRowStyles } from './useUsageRowStyles';

/** More of them tell less than their number; all stand in the opened row. */
const mostNamed = 2;

/** `Declared, not running: ghcr.io/acme/pay:1.8`, below the line of what runs. */
export function DifferingClaims({ usage }: { usage: UsageSummary }) {
  const classes = useUsageRowStyles();
  const claims = differingClaims(usage);
  const holding = holdingClaim(usage);
  const more = claims.length - mostNamed;
  return (
    <>
      {claims.slice(0, mostNamed).map((claim, i) => (
        <div key={i} className={classes.note}>
          <FindingIcon alarm={false} />
          <span>
            {differenceWords(claim, holding)}:{' '}
            <code>{visibleText(claim.reference, 120)}</code>
          </span>
        </div>
      ))}
      {more > 0 && (
        <div className={classes.note}>
          {more} other {more === 1 ? 'claim differs' : 'claims differ'}
        </div>
      )}
    </>
  );
}
