import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding } from '@countersign/backstage-plugin-provenance-common';
import { useNow } from '../../hooks';
import { findingWords, moment, moveWords } from '../../words';
import { DigestText, Moment, FindingIcon } from '../parts';

const useStyles = makeStyles(
  theme => ({
    item: {
      display: 'flex',
      gap: theme.spacing(1),
      marginTop: theme.spacing(1),
    },
  }),
  { name: 'ProvenanceFindings' },
);

/** What happened to a usage and deserves a look of its own, whatever the verdict. */
export function FindingList(props: { findings: Finding[] }) {
  const classes = useStyles();
  const now = useNow();
  return (
    <>
      {props.findings.map(finding => {
        const words = findingWords(finding);
        return (
          <div
            key={`${finding.code} ${finding.firstSeenAt}`}
            className={classes.item}
          >
            <FindingIcon alarm={words.alarm} />
            <Typography variant="body2" component="div">
              <strong>{words.title}</strong>,{' '}
              <Moment
                at={finding.firstSeenAt}
                words={moment(finding.firstSeenAt, now)}
              />
              . <Change finding={finding} />
              <strong>{moveWords(words.mover)}:</strong> {words.fix}
            </Typography>
          </div>
        );
      })}
    </>
  );
}

function Change({ finding }: { finding: Finding }) {
  return (
    <>
      {finding.old && (
        <>
          Before <DigestText digest={finding.old} what="the old digest" />{' '}
        </>
      )}
      {finding.new && (
        <>
          Now <DigestText digest={finding.new} what="the new digest" />{' '}
        </>
      )}
    </>
  );
}
