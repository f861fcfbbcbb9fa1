import { useRef, type RefObject } from 'react';
import FormHelperText from '@material-ui/core/FormHelperText';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const lineHeight = 20;

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(3), marginBottom: theme.spacing(3) },
    box: {
      display: 'flex',
      marginTop: theme.spacing(1),
      border: `1px solid ${theme.palette.text.secondary}`,
      borderRadius: theme.shape.borderRadius,
      overflow: 'hidden',
      '&:focus-within': { outline: '2px solid currentColor' },
      '& > *': {
        fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
        fontSize: 13,
        lineHeight: `${lineHeight}px`,
        padding: theme.spacing(1),
        height: 480,
        margin: 0,
        boxSizing: 'border-box',
      },
    },
    gutter: {
      flex: 'none',
      overflow: 'hidden',
      textAlign: 'right',
      userSelect: 'none',
      color: theme.palette.text.secondary,
      background: theme.palette.action.hover,
    },
    text: {
      flex: '1 1 auto',
      minWidth: 0,
      border: 'none',
      resize: 'none',
      outline: 'none',
      whiteSpace: 'pre',
      overflow: 'auto',
      color: theme.palette.text.primary,
      background: theme.palette.background.paper,
    },
  }),
  { name: 'ProvenanceYamlView' },
);

/** The whole list as the file that it would be. */
export function YamlView(props: {
  text: string;
  onChange(text: string): void;
  hasErrors: boolean;
  area: RefObject<HTMLTextAreaElement>;
}) {
  const classes = useStyles();
  const gutter = useRef<HTMLPreElement>(null);
  const lines = props.text.split('\n').length;
  return (
    <Paper className={classes.root}>
      <Typography component="label" htmlFor="provenance-yaml" variant="h6">
        The list as YAML
      </Typography>
      <FormHelperText id="provenance-yaml-help">
        Rules stand under “initial”, as in configuration. Comments are kept only
        while nothing is changed in the form, and never saved.
      </FormHelperText>
      <div className={classes.box}>
        <pre aria-hidden className={classes.gutter} ref={gutter}>
          {Array.from({ length: lines }, (_, i) => i + 1).join('\n')}
        </pre>
        <textarea
          id="provenance-yaml"
          ref={props.area}
          className={classes.text}
          value={props.text}
          onChange={event => props.onChange(event.target.value)}
          onScroll={event => {
            if (gutter.current)
              gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          aria-describedby="provenance-yaml-help provenance-draft-findings"
          aria-invalid={props.hasErrors}
          spellCheck={false}
          wrap="off"
        />
      </div>
    </Paper>
  );
}

/** Puts the cursor on a line, and the line where it is seen. */
export function focusLine(area: HTMLTextAreaElement, line: number): void {
  const before = area.value.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0);
  const end = area.value.indexOf('\n', start);
  area.focus();
  area.setSelectionRange(start, end === -1 ? area.value.length : end);
  area.scrollTop = Math.max(0, (line - 4) * lineHeight);
}
