import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath, useNow, type ProposalInContext } from '../../hooks';
import { isBaseOld, moment, stateWords } from '../../words';
import { Facts, Moment, Prose } from '../parts';
import { People } from './People';
import { StateLabel } from './StateLabel';

const useStyles = makeStyles(
  theme => ({
    title: { overflowWrap: 'anywhere' },
    facts: { marginBottom: theme.spacing(3) },
  }),
  { name: 'ProvenanceProposalHeader' },
);

/** What it is, where it stands, who wrote it, why, and over which version. */
export function ProposalHeader({ proposal, inForce }: ProposalInContext) {
  const now = useNow();
  const classes = useStyles();
  const { state, title, createdAt, updatedAt } = proposal;
  return (
    <>
      <Typography variant="h5" component="h2" className={classes.title}>
        {visibleText(title, 300)}
      </Typography>
      <Typography variant="body1" gutterBottom>
        <StateLabel state={state} /> · {stateWords(state).sentence}
      </Typography>
      <div className={classes.facts}>
        <Facts
          facts={[
            { name: 'Written by', value: <People refs={proposal.authors} /> },
            { name: 'Reason', value: <Prose text={proposal.reason} /> },
            {
              name: 'Changes',
              value: <Base proposal={proposal} inForce={inForce} />,
            },
            {
              name: 'Begun',
              value: <Moment at={createdAt} words={moment(createdAt, now)} />,
            },
            {
              name: 'Last changed',
              value: <Moment at={updatedAt} words={moment(updatedAt, now)} />,
            },
          ]}
        />
      </div>
    </>
  );
}

function Base({ proposal, inForce }: ProposalInContext) {
  const pathOf = useAcceptancePath();
  const { base, mergedAs } = proposal;
  const version = (number: number) => (
    <Link to={pathOf('history', String(number))}>version {number}</Link>
  );
  const isOld = isBaseOld(proposal, inForce);
  return (
    <>
      {version(base)}
      {mergedAs !== undefined && <>; became {version(mergedAs)}</>}
      {isOld && <>; {version(inForce.version)} is in force by now</>}
    </>
  );
}
