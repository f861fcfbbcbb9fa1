import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  isDigest,
  type Finding,
} from '@countersign/backstage-plugin-provenance-common';
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
            key={`${finding.code} ${finding.firstSeenAt} ${finding.old} ${finding.new}`}
            className={classes.item}
          >
            <FindingIcon alarm={words.alarm} />
            <Typography variant="body2" component="div">
              <strong>{words.title}</strong>,{' '}
              <Moment
                at={finding.firstSeenAt}
                words={moment(finding.firstSeenAt, now)}
              />
              . <Change finding={finding} sentence={words.sentence} />
              {words.mover !== 'nobody' && (
                <strong>{moveWords(words.mover)}: </strong>
              )}
              {words.fix}
            </Typography>
          </div>
        );
      })}
    </>
  );
}

/** Digests with a button that copies them; who and when in words. */
function Change(props: { finding: Finding; sentence: string }) {
  const { old, new: current } = props.finding;
  const sides = [old, current].filter(side => side !== undefined);
  if (sides.length === 0 || !sides.every(isDigest))
    return <>{props.sentence} </>;
  return (
    <>
      {old && (
        <>
          Before <DigestText digest={old} what="the old digest" />{' '}
        </>
      )}
      {current && (
        <>
          Now <DigestText digest={current} what="the new digest" />{' '}
        </>
      )}
    </>
  );
}
