import Typography from '@material-ui/core/Typography';
import { Link } from '@backstage/core-components';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { useAcceptancePath, useNow, type ProposalInContext } from '../../hooks';
import { isBaseOld, moment, stateWords } from '../../words';
import { Facts, Moment, Prose } from '../parts';
import { People } from './People';
import { StateLabel } from './StateLabel';

const wrapped = { overflowWrap: 'anywhere' } as const;

/** What it is, where it stands, who wrote it, why, and over which version. */
export function ProposalHeader({ proposal, inForce }: ProposalInContext) {
  const now = useNow();
  const { state, title, createdAt, updatedAt } = proposal;
  return (
    <>
      <Typography variant="h5" component="h2" style={wrapped}>
        {visibleText(title, 300)}
      </Typography>
      <Typography variant="body1" gutterBottom>
        <StateLabel state={state} /> · {stateWords(state).sentence}
      </Typography>
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
