import Typography from '@material-ui/core/Typography';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import type { Fields } from './state/fields';

/** What has no form is not hidden: it is carried along, and written in the other view. */
export function CarriedAlong({ rest }: { rest: Fields }) {
  const names = Object.keys(rest).map(name => visibleText(name, 80));
  if (names.length === 0) return null;
  return (
    <Typography variant="body2" gutterBottom>
      Kept as it is, and changed in the YAML view: {names.join(', ')}.
    </Typography>
  );
}
