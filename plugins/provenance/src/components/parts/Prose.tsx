import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  { line: { margin: 0, minHeight: '1em', overflowWrap: 'anywhere' } },
  { name: 'ProvenanceProse' },
);

/** The longest that the backend keeps. */
const longest = 5_000;

/** What a person wrote, with its lines, and nothing of it hidden or moved. */
export function Prose({ text }: { text: string }) {
  const classes = useStyles();
  return (
    <>
      {text.split(/\r?\n/).map((line, i) => (
        <p key={i} className={classes.line}>
          {visibleText(line, longest)}
        </p>
      ))}
    </>
  );
}
