import { makeStyles } from '@material-ui/core/styles';
import { CopyButton } from './CopyButton';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'flex-start',
      marginTop: theme.spacing(1),
      padding: theme.spacing(1, 2),
      borderRadius: theme.shape.borderRadius,
      background: theme.palette.action.hover,
    },
    code: {
      flex: '1 1 auto',
      minWidth: 0,
      maxHeight: 320,
      margin: 0,
      overflow: 'auto',
      fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
      fontSize: '0.875rem',
      lineHeight: 1.6,
    },
  }),
  { name: 'ProvenanceSnippet' },
);

/**
 * Lines to paste, as they are, with a button that copies them.
 *
 * @param props - `what` names them, as in "Copy the annotation"; `file`: where they belong
 */
export function Snippet(props: { text: string; what: string; file?: string }) {
  const classes = useStyles();
  const into = props.file === undefined ? '' : ` for ${props.file}`;
  return (
    <div className={classes.root}>
      <pre
        className={classes.code}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways, also by keyboard
        tabIndex={0}
        aria-label={`Lines${into}`}
      >
        {props.text}
      </pre>
      <CopyButton text={props.text} what={props.what} />
    </div>
  );
}
