import { makeStyles } from '@material-ui/core/styles';
import { toneColor } from './toneColors';

/** One class a tone: the text and icon colour. */
export const useToneStyles = makeStyles(
  theme => ({
    red: { color: toneColor(theme, 'red') },
    amber: { color: toneColor(theme, 'amber') },
    green: { color: toneColor(theme, 'green') },
    grey: { color: toneColor(theme, 'grey') },
  }),
  { name: 'ProvenanceTone' },
);
