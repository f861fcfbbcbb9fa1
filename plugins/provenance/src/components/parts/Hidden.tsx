import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  {
    root: {
      position: 'absolute',
      width: 1,
      height: 1,
      margin: -1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
      whiteSpace: 'nowrap',
    },
  },
  { name: 'ProvenanceHidden' },
);

/** Said by a screen reader, not drawn: what the layout says to the eye. */
export function Hidden(props: { children: ReactNode }) {
  return <span className={useStyles().root}>{props.children}</span>;
}
