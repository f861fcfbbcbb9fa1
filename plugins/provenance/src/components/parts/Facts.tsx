import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'minmax(110px, max-content) minmax(0, 1fr)',
      gap: theme.spacing(0.5, 2),
      margin: 0,
      '& dt': { color: theme.palette.text.secondary },
      '& dd': { margin: 0, overflowWrap: 'anywhere' },
    },
  }),
  { name: 'ProvenanceFacts' },
);

export interface Fact {
  name: string;
  value: ReactNode;
}

/** Names and values; a fact without a value is left out rather than shown empty. */
export function Facts(props: { facts: Fact[] }) {
  const classes = useStyles();
  const known = props.facts.filter(({ value }) => value !== undefined);
  return (
    <dl className={classes.root}>
      {known.map(({ name, value }, i) => (
        <div key={`${name} ${i}`} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
