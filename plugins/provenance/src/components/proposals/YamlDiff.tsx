import { makeStyles } from '@material-ui/core/styles';
import { lineDiff, type DiffLine } from '../../words';
import { Hidden, toneColor } from '../parts';

const useStyles = makeStyles(
  theme => ({
    root: {
      maxHeight: 480,
      margin: theme.spacing(1, 0),
      padding: theme.spacing(1, 2),
      overflow: 'auto',
      borderRadius: theme.shape.borderRadius,
      background: theme.palette.action.hover,
      fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
      fontSize: '0.875rem',
      lineHeight: 1.6,
    },
    line: { display: 'block', whiteSpace: 'pre' },
    before: { color: toneColor(theme, 'red') },
    after: { color: toneColor(theme, 'green') },
    both: {},
  }),
  { name: 'ProvenanceYamlDiff' },
);

const marks: Record<DiffLine['side'], { sign: string; said?: string }> = {
  before: { sign: '-', said: 'was: ' },
  after: { sign: '+', said: 'will be: ' },
  both: { sign: ' ' },
};

/** Lines of a registry file before and after. Nothing in them is hidden: whoever writes YAML here writes that out. */
export function YamlDiff(props: {
  before: string;
  after: string;
  label: string;
}) {
  const classes = useStyles();
  return (
    <pre
      className={classes.root}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways, also by keyboard
      tabIndex={0}
      aria-label={props.label}
    >
      {lineDiff(props.before, props.after).map(({ side, text }, i) => {
        const { sign, said } = marks[side];
        return (
          <span key={i} className={`${classes.line} ${classes[side]}`}>
            <span aria-hidden>{sign} </span>
            {said !== undefined && <Hidden>{said}</Hidden>}
            {text}
          </span>
        );
      })}
    </pre>
  );
}
