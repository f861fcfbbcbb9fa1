import { useState } from 'react';

/** Drawn at once: hundreds of them keep a browser busy for longer than a person waits. */
const windowSize = 50;

/** The first of many, and more when somebody asks. */
export function useWindow<Of>(all: Of[]): {
  shown: Of[];
  hidden: number;
  more(): void;
} {
  const [windows, setWindows] = useState(1);
  const shown = all.slice(0, windows * windowSize);
  return {
    shown,
    hidden: all.length - shown.length,
    more: () => setWindows(windows + 1),
  };
}
