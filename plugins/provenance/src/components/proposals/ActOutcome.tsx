import { useEffect, useRef } from 'react';
import Typography from '@material-ui/core/Typography';
import type { Act } from '../../hooks';
import { RefusalNotice } from './RefusalNotice';

/** What came of what was asked for, beside where it was asked. Takes the focus where what had it is not there any more. */
export function ActOutcome(props: { act: Act; onReload?(): void }) {
  const { isRunning, done, refusal } = props.act;
  const told = useRef<HTMLDivElement>(null);
  const isMoved = useRef(false);
  useEffect(() => {
    if (done === undefined) isMoved.current = false;
    else if (!isMoved.current && document.activeElement === document.body) {
      isMoved.current = true;
      told.current?.focus({ preventScroll: true });
    }
  });
  return (
    <>
      {refusal && <RefusalNotice refusal={refusal} onReload={props.onReload} />}
      <Typography
        variant="body2"
        component="div"
        role="status"
        tabIndex={-1}
        ref={told}
      >
        {isRunning ? 'Asking the backend …' : done}
      </Typography>
    </>
  );
}
