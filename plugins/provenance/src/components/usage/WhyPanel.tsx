import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  NearestSigner,
  UsageDetail,
} from '@countersign/backstage-plugin-provenance-common';
import { decisionWord, moveWords, verdictWord, wordsFor } from '../../words';
import { DifferenceText } from '../parts';

const useStyles = makeStyles(
  theme => ({
    line: { marginTop: theme.spacing(1), overflowWrap: 'anywhere' },
  }),
  { name: 'ProvenanceWhy' },
);

/** Three lines for somebody who is blocked at 17:55: what is, what the rule wants, whose move it is and the fix. */
export function WhyPanel({ detail }: { detail: UsageDetail }) {
  const classes = useStyles();
  const reason = detail.judgement?.reason ?? detail.reason;
  const words = wordsFor(reason);
  const nearest = nearestSigner(detail);
  const decision = decisionWord(detail);
  return (
    <>
      <Typography variant="body1" className={classes.line}>
        <strong>
          {verdictWord(detail.verdict)}
          {decision ? ` · ${decision.toLowerCase()}` : ''}.
        </strong>{' '}
        {words.sentence}
      </Typography>
      {nearest && (
        <Typography variant="body2" component="div" className={classes.line}>
          <DifferenceText found={nearest.found} wanted={nearest.wanted} />
        </Typography>
      )}
      <Typography variant="body1" className={classes.line}>
        {words.mover !== 'nobody' && (
          <strong>{moveWords(words.mover)}: </strong>
        )}
        {words.fix}
      </Typography>
    </>
  );
}

/** Kinds are words already; a key's or certificate's name side by side says nothing that the sentence does not. */
function nearestSigner(detail: UsageDetail): NearestSigner | undefined {
  if (detail.verdict === 'trusted') return undefined;
  return detail.judgement.rules
    .flatMap(rule => rule.materials)
    .filter(trace => trace.reason.code === detail.judgement.reason.code)
    .map(trace => trace.nearest)
    .find(nearest => nearest !== undefined && nearest.part !== 'kind');
}
