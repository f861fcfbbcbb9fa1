import type { ReactNode } from 'react';
import Divider from '@material-ui/core/Divider';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import type {
  UsageDetail,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { useUsageDetail } from '../../hooks';
import { Disclosure, Hidden, LoadError } from '../parts';
import { MaterialList, SourceList } from '../evidence';
import { ClaimList } from './ClaimList';
import { FindingList } from './FindingList';
import { HistoryList } from './HistoryList';
import { UsageFacts } from './UsageFacts';
import { WhyPanel } from './WhyPanel';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(0, 2, 2, 6) },
    part: { marginTop: theme.spacing(2) },
    columns: {
      display: 'grid',
      gap: theme.spacing(2, 4),
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(320px, 100%), 1fr))',
    },
    [theme.breakpoints.down('sm')]: {
      root: { paddingLeft: theme.spacing(2) },
    },
  }),
  { name: 'ProvenanceUsageDetail' },
);

/** The opened row: why first, the proof below it. */
export function UsageDetailPanel({ usage }: { usage: UsageSummary }) {
  const classes = useStyles();
  const query = useUsageDetail(usage);
  return (
    <div className={classes.root} aria-busy={query.loading}>
      <Divider />
      {query.error && (
        <div className={classes.part}>
          <LoadError
            error={query.error}
            doing="load the proof of this artifact"
            hasOlder={query.value !== undefined}
            onRetry={query.reload}
          />
        </div>
      )}
      {query.value && <DetailParts detail={query.value} />}
      {!query.value && !query.error && <DetailSkeleton />}
    </div>
  );
}

function DetailParts({ detail }: { detail: UsageDetail }) {
  const classes = useStyles();
  return (
    <>
      <Part title="Why">
        <WhyPanel detail={detail} />
        <FindingList findings={detail.findings} />
        <Disclosure title="What it was before">
          <HistoryList usage={detail} />
        </Disclosure>
      </Part>
      <Part title="Signatures and attestations">
        <MaterialList detail={detail} />
      </Part>
      <div className={classes.columns}>
        <Part title="Artifact">
          <UsageFacts usage={detail} />
        </Part>
        <Part title="Who says that it runs here">
          <ClaimList usage={detail} />
        </Part>
        {detail.collection && (
          <Part title="Where signatures were looked for">
            <SourceList collection={detail.collection} />
          </Part>
        )}
      </div>
    </>
  );
}

function Part(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <section className={classes.part}>
      <Typography variant="h6" component="h5">
        {props.title}
      </Typography>
      {props.children}
    </section>
  );
}

function DetailSkeleton() {
  return (
    <>
      <Hidden>Loading the proof of this artifact</Hidden>
      <Skeleton width="70%" height={32} />
      <Skeleton width="55%" height={32} />
      <Skeleton width="80%" height={32} />
    </>
  );
}
