import { makeStyles } from '@material-ui/core/styles';
import { visibleText } from '@countersign/backstage-plugin-provenance-common';
import { differenceBetween, type Piece } from '../../words';
import { toneColor } from './toneColors';

const useStyles = makeStyles(
  theme => ({
    code: {
      fontFamily: 'Menlo, Consolas, "Liberation Mono", monospace',
      fontSize: '0.85em',
      overflowWrap: 'anywhere',
      '& mark': {
        color: 'inherit',
        background: 'transparent',
        fontWeight: 700,
        textDecoration: 'underline',
        textDecorationThickness: 2,
        textUnderlineOffset: '3px',
        textDecorationColor: toneColor(theme, 'amber'),
      },
    },
    line: { margin: theme.spacing(0.5, 0) },
    label: {
      display: 'inline-block',
      minWidth: 96,
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'ProvenanceDifference' },
);

/** What was found above what is wanted, the differing parts marked by weight and line as well as colour. */
export function DifferenceText(props: {
  found: string;
  wanted: string;
  labels?: { found: string; wanted: string };
}) {
  const classes = useStyles();
  const { found, wanted } = differenceBetween(props.found, props.wanted);
  const labels = props.labels ?? { found: 'Found', wanted: 'Rule wants' };
  const lines = [
    { label: labels.found, pieces: found },
    { label: labels.wanted, pieces: wanted },
  ];
  return (
    <div>
      {lines.map(({ label, pieces }) => (
        <p className={classes.line} key={label}>
          <span className={classes.label}>{label}</span>{' '}
          <code className={classes.code}>
            {pieces.map((piece, i) => (
              <PieceText key={i} piece={piece} />
            ))}
          </code>
        </p>
      ))}
    </div>
  );
}

function PieceText({ piece }: { piece: Piece }) {
  const text = visibleText(piece.text, 300);
  return piece.differs ? <mark>{text}</mark> : <span>{text}</span>;
}
