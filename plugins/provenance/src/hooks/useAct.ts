import { useCallback, useRef, useState } from 'react';
import { refusalOf, type Refusal } from '../words';

export interface Act {
  isRunning: boolean;
  /** What was done last, for eye and ear. */
  done?: string;
  /** Why the last one was not done. */
  refusal?: Refusal;
  /**
   * Does it once; what was asked for is never sent again by itself.
   *
   * @param done - says afterwards that it was done
   * @returns whether it was done
   */
  run(act: () => Promise<unknown>, done: string): Promise<boolean>;
}

/** Something that a person asks the backend to do, one at a time, and what the backend had against it. */
export function useAct(): Act {
  const isBusy = useRef(false);
  const [state, setState] = useState<Omit<Act, 'run'>>({ isRunning: false });
  const run = useCallback(async (act: () => Promise<unknown>, done: string) => {
    if (isBusy.current) return false;
    isBusy.current = true;
    setState({ isRunning: true });
    try {
      await act();
      setState({ isRunning: false, done });
      return true;
    } catch (error) {
      setState({ isRunning: false, refusal: refusalOf(error) });
      return false;
    } finally {
      isBusy.current = false;
    }
  }, []);
  return { ...state, run };
}
