import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import type {
  Page,
  UsageSummary,
  UsageTransition,
} from '@countersign/backstage-plugin-provenance-common';
import { useHistory, useNow } from '../../hooks';
import { moment, transitionWords } from '../../words';
import { Hidden, LoadError, Moment } from '../parts';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: { marginTop: theme.spacing(1) },
  }),
  { name: 'ProvenanceHistory' },
);

/** What the verdict and the decision were before, and why they changed: newest first. */
export function HistoryList({ usage }: { usage: UsageSummary }) {
  const { value, error, reload } = useHistory(usage);
  return (
    <>
      {error && (
        <LoadError
          error={error}
          doing="load the history of this artifact"
          hasOlder={value !== undefined}
          onRetry={reload}
        />
      )}
      {value && <Changes page={value} />}
      {!value && !error && (
        <>
          <Hidden>Loading the history of this artifact</Hidden>
          <Skeleton width="60%" height={32} />
        </>
      )}
    </>
  );
}

function Changes({ page }: { page: Page<UsageTransition> }) {
  const classes = useStyles();
  const now = useNow();
  const { items, totalItems } = page;
  if (items.length === 0)
    return (
      <Typography variant="body2">
        Nothing is kept: it has not been looked at yet, or its changes are older
        than what this portal keeps.
      </Typography>
    );
  return (
    <>
      <ul className={classes.list} aria-label="Changes">
        {items.map(item => {
          const words = transitionWords(item);
          return (
            <li key={`${item.at} ${words.title}`} className={classes.item}>
              <Typography variant="body2" component="div">
                <strong>{words.title}</strong>,{' '}
                <Moment at={item.at} words={moment(item.at, now)} />.{' '}
                {words.sentence}
              </Typography>
            </li>
          );
        })}
      </ul>
      {totalItems > items.length && (
        <Typography variant="body2" className={classes.item}>
          The newest {items.length} of {totalItems}; the API has all of them.
        </Typography>
      )}
    </>
  );
}
