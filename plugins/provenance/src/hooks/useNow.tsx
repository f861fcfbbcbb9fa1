import {
  createContext,
  useContext,
  useEffect,
  useState,
  type ReactNode,
} from 'react';

const NowContext = createContext<Date | undefined>(undefined);
const refreshMilliseconds = 30_000;

/** The present for every relative time below it; one timer for the whole page, or a fixed instant. */
export function NowProvider(props: { now?: Date; children: ReactNode }) {
  const [ticking, setTicking] = useState(() => new Date());
  const fixed = props.now;
  useEffect(() => {
    if (fixed) return undefined;
    const timer = setInterval(
      () => setTicking(new Date()),
      refreshMilliseconds,
    );
    return () => clearInterval(timer);
  }, [fixed]);
  return (
    <NowContext.Provider value={fixed ?? ticking}>
      {props.children}
    </NowContext.Provider>
  );
}

export function useNow(): Date {
  const now = useContext(NowContext);
  if (!now) throw new Error('useNow needs a NowProvider above it');
  return now;
}
