import { useEffect, useReducer, type Dispatch } from 'react';
import { draftOf, isChanged, type Draft, type DraftStart } from './draft';
import { draftReducer, type DraftAction } from './draftReducer';

/** A proposal that is being written, and what can be done to it. Leaving the page while it is not saved asks first. */
export function useDraft(
  start: DraftStart,
  first: DraftAction[] = [],
): { draft: Draft; dispatch: Dispatch<DraftAction>; isUnsaved: boolean } {
  const [draft, dispatch] = useReducer(draftReducer, undefined, () =>
    first.reduce(draftReducer, draftOf(start)),
  );
  const isUnsaved = isChanged(draft);
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const ask = (event: BeforeUnloadEvent) => {
      event.preventDefault();
      // Chrome before 119 asks only where this is set.
      event.returnValue = '';
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isUnsaved]);
  return { draft, dispatch, isUnsaved };
}
