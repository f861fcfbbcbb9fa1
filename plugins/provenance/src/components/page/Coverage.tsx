import { useState } from 'react';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DiscoveryResponse } from '@countersign/backstage-plugin-provenance-common';
import { useDiscovery, useDiscoveryFilters } from '../../hooks';
import { counted, coverageSentence } from '../../words';
import { LoadError } from '../parts';
import { CoverageFilters } from './CoverageFilters';
import { CoverageTable } from './CoverageTable';
import { SectionSkeleton } from './SectionSkeleton';
import { UnlocatedList } from './UnlocatedList';

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
  }),
  { name: 'ProvenanceCoverage' },
);

/** Of how many entities that should run something it is known what, and the others with the shortest way to mend it. */
export function Coverage() {
  const classes = useStyles();
  const { filters } = useDiscoveryFilters();
  const [pages, setPages] = useState({ of: '', count: 1 });
  const of = JSON.stringify(filters);
  const count = pages.of === of ? pages.count : 1;
  const query = useDiscovery(filters, count);
  const { value, error } = query;
  return (
    <>
      {error && (
        <LoadError
          error={error}
          doing="load of which entities nothing is known"
          hasOlder={value !== undefined}
          onRetry={query.reload}
        />
      )}
      {!value && !error && (
        <SectionSkeleton what="of which entities nothing is known" />
      )}
      {value && (
        <Paper
          className={classes.root}
          component="section"
          aria-labelledby="provenance-coverage"
          aria-busy={query.loading}
        >
          <Figures answer={value} />
          <CoverageFilters owners={value.owners ?? []} />
          <UnlocatedList
            answer={value}
            onMore={() => setPages({ of, count: count + 1 })}
          />
        </Paper>
      )}
    </>
  );
}

function Figures({ answer }: { answer: DiscoveryResponse }) {
  const { coverage, hidden } = answer;
  return (
    <>
      <Typography variant="h6" component="h2" id="provenance-coverage">
        {coverageSentence(coverage)}
      </Typography>
      {coverage.length > 0 && <CoverageTable coverage={coverage} />}
      {hidden !== undefined && hidden > 0 && (
        <Typography variant="body2" color="textSecondary">
          {counted(hidden, 'more entity', 'more entities')} that you may not see
          {hidden === 1 ? ' is' : ' are'} not counted.
        </Typography>
      )}
    </>
  );
}
