import Typography from '@material-ui/core/Typography';
import type {
  ReplayResult,
  UnpredictableCause,
} from '@countersign/backstage-plugin-provenance-common';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { causeWords, counted, countWords } from '../../words';
import { Disclosure } from '../parts';
import { AdmittedList } from './AdmittedList';
import { FacetTable } from './FacetTable';
import { GroupTable } from './GroupTable';

/** The totals in both directions first, then to whom, then who is newly accepted, then what nobody can tell. */
export function ReplayResultView({ result }: { result: ReplayResult }) {
  const { counts, ended, groups, byOwner } = result;
  const hiddenOwners = byOwner.of.length === 0 && counts.usages > 0;
  return (
    <>
      <Typography variant="body1" gutterBottom>
        {countWords(counts)}
        {ended > 0 && ` ${counted(ended, 'usage')} of all run no more.`}
      </Typography>
      {groups.length > 0 && <GroupTable groups={groups} />}
      <AdmittedList admitted={result.admitted} />
      <Unpredictable result={result} />
      <FacetTable title="By environment" facets={result.byEnvironment} />
      <Disclosure title="By cloud, owner and kind of entity">
        <FacetTable title="By cloud" facets={result.byCloud} />
        {hiddenOwners ? (
          <Typography variant="body2">
            Owners are named only to those who may see every usage.
          </Typography>
        ) : (
          <FacetTable title="By owner" facets={byOwner} />
        )}
        <FacetTable title="By kind of entity" facets={result.byEntityKind} />
      </Disclosure>
    </>
  );
}

function Unpredictable({ result }: { result: ReplayResult }) {
  const causes = Object.entries(result.unpredictable) as [
    UnpredictableCause,
    number,
  ][];
  if (causes.length === 0) return null;
  return (
    <Typography variant="body2" component="div">
      <Typography variant="subtitle2" component="h4">
        What cannot be predicted, and why
      </Typography>
      <ul aria-label="Cannot predict">
        {causes.map(([cause, usages]) => (
          <li key={cause}>
            {counted(usages, 'usage')}: {causeWords(cause)}.
          </li>
        ))}
        {result.unverifiedAuthorities.map(({ authority, usages }) => (
          <li key={`authority ${authority}`}>
            Authority {visibleText(authority, 200)}: never tried for{' '}
            {counted(usages, 'usage')}.
          </li>
        ))}
      </ul>
    </Typography>
  );
}
