import { useEffect, useRef, type Dispatch, type RefObject } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import DownIcon from '@material-ui/icons/ArrowDownward';
import UpIcon from '@material-ui/icons/ArrowUpward';
import type { DraftAction } from './state/draftReducer';
import type { MarkedRule } from './state/marks';

/** Moves a rule by one place, and stays under the finger. */
export function MoveButton(props: {
  rule: MarkedRule;
  place: number;
  last: number;
  name: string;
  by: -1 | 1;
  dispatch: Dispatch<DraftAction>;
  /** Takes the focus where the button can do no more. */
  fallback: RefObject<HTMLButtonElement>;
}) {
  const { rule, place, last, name, by } = props;
  const title = `Move ${name} ${by === -1 ? 'up' : 'down'}`;
  const isEdge = place === (by === -1 ? 0 : last);
  const button = useRef<HTMLButtonElement>(null);
  const wasPressed = useRef(false);
  // What is moved in the document loses the focus.
  useEffect(() => {
    if (!wasPressed.current) return;
    wasPressed.current = false;
    (isEdge ? props.fallback : button).current?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a move takes the focus
  }, [place]);
  return (
    <Tooltip title={title}>
      <span>
        <IconButton
          size="small"
          aria-label={title}
          disabled={isEdge}
          ref={button}
          onClick={() => {
            wasPressed.current = true;
            props.dispatch({ type: 'moveRule', id: rule.id, by });
          }}
        >
          {by === -1 ? (
            <UpIcon fontSize="small" />
          ) : (
            <DownIcon fontSize="small" />
          )}
        </IconButton>
      </span>
    </Tooltip>
  );
}
