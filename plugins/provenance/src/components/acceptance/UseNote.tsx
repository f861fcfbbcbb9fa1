import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import type { CountedUse, Query } from '../../hooks';
import { counted } from '../../words';

/** What has to be said beside the use of the rules: that it is not there, or not of everything yet. */
export function UseNote(props: { query: Query<CountedUse> }) {
  const { value, error, reload } = props.query;
  const pending = value?.pending ?? 0;
  if (!error && pending === 0) return null;
  return (
    <Typography variant="body2" color="textSecondary" component="div">
      {error
        ? `How often each rule is met could not be loaded: ${visibleText(
            error.message,
            200,
          )} `
        : `${counted(
            pending,
            'usage',
          )} not judged by this version yet: what each rule covers and meets leaves them out. `}
      <Button size="small" onClick={reload}>
        Count again
      </Button>
    </Typography>
  );
}
