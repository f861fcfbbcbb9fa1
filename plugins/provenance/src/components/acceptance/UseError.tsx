import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  visibleText,
  type AcceptanceUse,
} from '@countersign/backstage-plugin-provenance-common';
import type { Query } from '../../hooks';

/** Says that the rules are all there, and only their use is not. */
export function UseError({
  query: { error, reload },
}: {
  query: Query<AcceptanceUse>;
}) {
  if (!error) return null;
  return (
    <Typography variant="body2" color="textSecondary" component="div">
      How often each rule is met could not be loaded:{' '}
      {visibleText(error.message, 200)}{' '}
      <Button size="small" onClick={reload}>
        Count again
      </Button>
    </Typography>
  );
}
