import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  visibleText,
  type UsageClaim,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import {
  ago,
  differenceWords,
  holdingClaim,
  moment,
  seenWords,
  claimWords,
} from '../../words';
import { DifferenceText, Moment, SafeLink } from '../parts';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: { marginTop: theme.spacing(1), overflowWrap: 'anywhere' },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceClaims' },
);

/** Who says that this runs here: the claim that holds, and those that it speaks over, each with what it names. */
export function ClaimList({ usage }: { usage: UsageSummary }) {
  const classes = useStyles();
  const holding = holdingClaim(usage);
  return (
    <Typography variant="body2" component="ul" className={classes.list}>
      {usage.claims.map((claim, i) => (
        <li key={`${claim.locator} ${i}`} className={classes.item}>
          <Source claim={claim} />
          {claim.outranked && <Outranked claim={claim} holding={holding} />}
        </li>
      ))}
      {usage.hasMoreClaims && (
        <li className={`${classes.item} ${classes.secondary}`}>
          Others speak about this too; these are the first.
        </li>
      )}
    </Typography>
  );
}

function Source({ claim }: { claim: UsageClaim }) {
  const classes = useStyles();
  const now = useNow();
  const words = claimWords(claim);
  const { missingSince, lastSeenAt, firstSeenAt, expiresAt, run } = claim;
  return (
    <div>
      <strong>{words.charAt(0).toUpperCase() + words.slice(1)}</strong>,{' '}
      <Moment
        at={missingSince ?? lastSeenAt ?? firstSeenAt}
        words={seenWords(claim, now)}
      />
      , first {ago(firstSeenAt, now)}
      {expiresAt !== undefined && (
        <>
          , holds until <Moment at={expiresAt} words={moment(expiresAt, now)} />
        </>
      )}
      .{' '}
      {run !== undefined && (
        <span className={classes.secondary}>
          Brought there by <SafeLink address={run} />, as the report says.
        </span>
      )}
    </div>
  );
}

/** Something else holds: what this names instead, or that it agrees. */
function Outranked(props: {
  claim: UsageClaim;
  holding: UsageClaim | undefined;
}) {
  const classes = useStyles();
  const { claim, holding } = props;
  if (claim.outranked === 'same' || !holding) {
    return <div className={classes.secondary}>Names what runs.</div>;
  }
  if (claim.outranked === 'differs') {
    return (
      <DifferenceText
        found={claim.reference}
        wanted={holding.reference}
        labels={{
          found: differenceWords(claim, holding),
          wanted: holding.standing === 'observed' ? 'Running' : 'Holds',
        }}
      />
    );
  }
  return (
    <div className={classes.secondary}>
      Names {visibleText(claim.reference, 300)}; whether that is what runs,
      nobody can tell.
    </div>
  );
}
