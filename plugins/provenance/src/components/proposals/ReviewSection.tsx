import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ProposalDetail,
  ReviewDemand,
  ReviewOutcome,
} from '@countersign/backstage-plugin-provenance-common';
import { counted, demandWords, hasEnded, ignoredWords } from '../../words';
import { EntrySection } from '../acceptance/EntryList';
import { Owner } from '../acceptance/Owner';
import { People } from './People';

const useStyles = makeStyles(
  { list: { margin: 0, overflowWrap: 'anywhere' } },
  { name: 'ProvenanceReview' },
);

/** Who has to agree, and who has. */
export function ReviewSection({ proposal }: { proposal: ProposalDetail }) {
  const { review, state } = proposal;
  return (
    <EntrySection title="Who has to agree">
      {review ? (
        <>
          <Demand demand={review.demand} />
          {!hasEnded(state) && <Outcome outcome={review.outcome} />}
        </>
      ) : (
        <Typography variant="body2">
          It cannot be told: the version that it changes is not kept here, or
          the list lives in the configuration.
        </Typography>
      )}
    </EntrySection>
  );
}

function Demand({ demand }: { demand: ReviewDemand }) {
  return (
    <Typography variant="body2" component="div">
      {demandWords(demand)}
      {demand.owners.length > 0 && (
        <div>
          It touches rules of <People refs={demand.owners} />: of each somebody
          has to be among those who approve.
        </div>
      )}
      {demand.isNarrowing && (
        <div>
          It does nothing but distrust more: a security reviewer may merge it at
          once, and it is reviewed afterwards.
        </div>
      )}
    </Typography>
  );
}

function Outcome({ outcome }: { outcome: ReviewOutcome }) {
  const classes = useStyles();
  const { isApproved, counted: heard, ignored, missing } = outcome;
  return (
    <Typography variant="body2" component="div">
      <strong>{isApproved ? 'It is approved.' : 'It is not approved.'}</strong>
      <ul className={classes.list} aria-label="Reviews">
        {heard.map(by => (
          <li key={by}>
            <Owner entityRef={by} /> approved it.
          </li>
        ))}
        {ignored.map(({ by, why }, i) => (
          <li key={`${by} ${i}`}>
            <Owner entityRef={by} /> does not count: {ignoredWords(why)}.
          </li>
        ))}
        {missing.approvals > 0 && (
          <li>
            Missing: {counted(missing.approvals, 'reviewer')} who did not write
            it.
          </li>
        )}
        {missing.owners.map(owner => (
          <li key={owner}>
            Missing: a word of <Owner entityRef={owner} />, whose rule it is.
          </li>
        ))}
      </ul>
    </Typography>
  );
}
