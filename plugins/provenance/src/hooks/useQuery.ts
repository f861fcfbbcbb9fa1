import { useCallback, useEffect, useRef, useState } from 'react';

/** What one query knows. A value stays while it is loaded again, and stays beside the error of a failed refresh. */
export interface Query<T> {
  value?: T;
  error?: Error;
  loading: boolean;
  reload(): void;
}

type State<T> = Pick<Query<T>, 'value' | 'error' | 'loading'> & { key: string };

interface Options<T> {
  /** What is being asked for: another key drops the value. */
  key: string;
  /** Another revision of the same thing: the value stays until the new one is there. */
  revision?: string;
  /** May publish a part of the value before it is whole. */
  load(publish: (part: T) => void): Promise<T>;
  /** Milliseconds until the next look; undefined: do not look again. */
  pollAfter?(value: T): number | undefined;
}

/**
 * Loads, reloads and polls. An answer that arrives after a newer question was asked is dropped: otherwise a slow
 * answer about one entity would show under the name of another.
 */
export function useQuery<T>(options: Options<T>): Query<T> {
  const { key, revision } = options;
  const latest = useRef(options);
  latest.current = options;
  const [round, setRound] = useState(0);
  const [state, setState] = useState<State<T>>({ key, loading: true });
  const reload = useCallback(() => setRound(n => n + 1), []);

  useEffect(() => {
    let dropped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = (change: (before: State<T>) => State<T>) => {
      if (dropped) return;
      setState(before =>
        change(before.key === key ? before : { key, loading: true }),
      );
    };
    update(before => ({ ...before, loading: true }));
    latest.current
      .load(part => update(s => (s.value ? s : { ...s, value: part })))
      .then(
        value => {
          update(() => ({ key, value, loading: false }));
          const wait = latest.current.pollAfter?.(value);
          if (!dropped && wait !== undefined) timer = setTimeout(reload, wait);
        },
        error => update(s => ({ ...s, error, loading: false })),
      );
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [key, revision, round, reload]);

  const current = state.key === key ? state : { key, loading: true };
  return { ...current, reload };
}
