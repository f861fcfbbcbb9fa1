import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { acceptanceReadPermission } from '@countersign/backstage-plugin-provenance-common';
import { useVersions } from '../../hooks';
import { counted } from '../../words';
import { InConfiguration } from '../acceptance/InConfiguration';
import { LoadError, Notice, ShowMore } from '../parts';
import { SectionSkeleton } from '../page/SectionSkeleton';
import { VersionTable } from './VersionTable';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
  }),
  { name: 'ProvenanceVersions' },
);

/** Every version of who may sign what: who changed it, why, and who agreed. */
export function HistoryPage() {
  const classes = useStyles();
  const query = useVersions();
  const { value, error } = query;
  const items = value?.items ?? [];
  return (
    <>
      <Typography variant="h5" component="h2" id="provenance-versions">
        History
      </Typography>
      {error && (
        <LoadError
          error={error}
          doing="read the versions"
          permission={acceptanceReadPermission.name}
          hasOlder={value !== undefined}
          onRetry={query.reload}
        />
      )}
      {!value && !error && <SectionSkeleton what="the versions" />}
      {items.at(0)?.version.source === 'configuration' && <InConfiguration />}
      {value && (
        <Paper
          className={classes.root}
          component="section"
          aria-labelledby="provenance-versions"
          aria-busy={query.loading}
        >
          <Typography variant="body2" role="status">
            {counted(value.totalItems, 'version')}
          </Typography>
          {items.length === 0 ? (
            <Notice tone="grey" title="There is no version yet.">
              Each change of who may sign what becomes a numbered version, and
              stands here with who wrote it, who approved it, and why.
            </Notice>
          ) : (
            <VersionTable items={items} />
          )}
          {value.pageInfo.nextCursor !== undefined && (
            <ShowMore
              hidden={value.totalItems - items.length}
              onMore={query.more}
            />
          )}
        </Paper>
      )}
    </>
  );
}
