import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  visibleText,
  type PreviewedSigner,
  type RulePreview,
} from '@countersign/backstage-plugin-provenance-common';
import { ago, counted } from '../../../../words';
import { useNow } from '../../../../hooks';
import { DifferenceText, Disclosure, Moment } from '../../../parts';
import { fieldsOf, listOf, type Fields } from '../state/fields';
import { readRuleFields } from '../state/read';
import { useRulePreview } from '../state/useRulePreview';
import { seenSigner } from './seenSigner';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(1, 2),
      margin: theme.spacing(2, 0),
      borderRadius: theme.shape.borderRadius,
      background: theme.palette.action.hover,
      overflowWrap: 'anywhere',
    },
    list: {
      margin: theme.spacing(0.5, 0),
      paddingLeft: theme.spacing(3),
      maxHeight: 400,
      overflow: 'auto',
      '& > li + li': { marginTop: theme.spacing(1) },
    },
    secondary: { color: theme.palette.text.secondary },
  }),
  { name: 'ProvenanceRulePreview' },
);

/** Whom the rule would mean of those who were seen signing, while it is written. */
export function RulePreviewPanel({ fields }: { fields: Fields }) {
  const classes = useStyles();
  const unready = unreadyWords(fields);
  return (
    <section className={classes.root} aria-label="Who was seen signing">
      {unready === undefined ? (
        <Preview fields={fields} />
      ) : (
        <Typography variant="body2" className={classes.secondary}>
          {unready}
        </Typography>
      )}
    </section>
  );
}

/** The backend needs the signers to be whole, and asking it for less is for nothing. */
function unreadyWords({ signers }: Fields): string | undefined {
  const isReady =
    listOf(signers).length > 0 &&
    readRuleFields({ name: 'preview', references: ['preview'], signers })
      .problem === undefined;
  return isReady
    ? undefined
    : 'Once its signers are written, this says whom it means of those who were seen signing.';
}

function Preview({ fields }: { fields: Fields }) {
  const classes = useStyles();
  const { value, error, loading } = useRulePreview(fields);
  return (
    <>
      <Typography variant="body2" role="status" aria-busy={loading}>
        {value ? summaryOf(value) : !error && 'Looking at who was seen signing'}
      </Typography>
      {error && (
        <Typography variant="body2" className={classes.secondary}>
          {value ? 'This is from before the last change. ' : ''}
          The preview could not be made: {visibleText(error.message, 300)}
        </Typography>
      )}
      {value && (
        <>
          {asksForOwn(fields) && (
            <Typography variant="body2" className={classes.secondary}>
              Of these, each counts only for entities whose own repository it
              comes from; the replay of the proposal says for which.
            </Typography>
          )}
          <Signers
            title={`Matches these signers seen (${value.counts.matching.toLocaleString(
              'en-GB',
            )})`}
            signers={value.matching}
            count={value.counts.matching}
          />
          <Signers
            title={`Not these (${value.counts.others.toLocaleString(
              'en-GB',
            )}), nearest first`}
            signers={value.others}
            count={value.counts.others}
          />
        </>
      )}
    </>
  );
}

function asksForOwn({ signers }: Fields): boolean {
  return listOf(signers).some(one => fieldsOf(one).ownRepository === true);
}

function summaryOf({ counts, usages }: RulePreview): string {
  const matching =
    counts.matching === 0
      ? 'means nobody who was seen signing'
      : `means ${counts.matching.toLocaleString('en-GB')} of ${counted(
          counts.matching + counts.others,
          'signer',
        )} seen`;
  return `It speaks of ${counted(usages, 'usage')}, and ${matching}.`;
}

function Signers(props: {
  title: string;
  signers: PreviewedSigner[];
  count: number;
}) {
  const classes = useStyles();
  const { signers, count } = props;
  if (count === 0) return null;
  const hidden = count - signers.length;
  return (
    <Disclosure title={props.title}>
      <ul className={classes.list}>
        {signers.map(signer => (
          <Signer key={signer.id} signer={signer} />
        ))}
        {hidden > 0 && <li>and {counted(hidden, 'more', 'more')}</li>}
      </ul>
    </Disclosure>
  );
}

function Signer({ signer }: { signer: PreviewedSigner }) {
  const classes = useStyles();
  const now = useNow();
  const { nearest, refs = [], usages, lastSeenAt } = signer;
  const { words, exact } = seenSigner(signer);
  return (
    <Typography variant="body2" component="li">
      <span title={exact}>{words}</span>
      {refs.length > 0 && (
        <> from {refs.map(ref => visibleText(ref, 200)).join(', ')}</>
      )}{' '}
      <span className={classes.secondary}>
        {counted(usages, 'usage')}, last seen{' '}
        <Moment at={lastSeenAt} words={ago(lastSeenAt, now)} />
      </span>
      {nearest && (
        <>
          <div className={classes.secondary}>
            Nearest is signer {nearest.index + 1}: its {nearest.part} differs.
          </div>
          <DifferenceText found={nearest.found} wanted={nearest.wanted} />
        </>
      )}
    </Typography>
  );
}
