/** A line of two texts: on one side alone, or on both. */
export interface DiffLine {
  side: 'before' | 'after' | 'both';
  text: string;
}

/** Longer texts, once what is the same at both ends is off, are shown one after the other. */
const mostCells = 1_000_000;

/** Two texts line by line, with as many common lines as there are. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [left, right] = [linesOf(before), linesOf(after)];
  const start = commonStart(left, right);
  const end = commonStart(
    left.slice(start).reverse(),
    right.slice(start).reverse(),
  );
  const [gone, came] = [left, right].map(lines =>
    lines.slice(start, lines.length - end),
  );
  return [
    ...left.slice(0, start).map(both),
    ...middle(gone, came),
    ...left.slice(left.length - end).map(both),
  ];
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function both(text: string): DiffLine {
  return { side: 'both', text };
}

function commonStart(left: string[], right: string[]): number {
  const differs = left.findIndex((line, i) => line !== right[i]);
  return differs === -1 ? left.length : differs;
}

function middle(gone: string[], came: string[]): DiffLine[] {
  if (gone.length * came.length > mostCells)
    return [
      ...gone.map(text => ({ side: 'before' as const, text })),
      ...came.map(text => ({ side: 'after' as const, text })),
    ];
  const lengths = commonLengths(gone, came);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < gone.length || j < came.length) {
    if (i < gone.length && j < came.length && gone[i] === came[j]) {
      lines.push(both(gone[i++]));
      j++;
    } else if (
      j >= came.length ||
      (i < gone.length && lengths[i + 1][j] >= lengths[i][j + 1])
    ) {
      lines.push({ side: 'before', text: gone[i++] });
    } else {
      lines.push({ side: 'after', text: came[j++] });
    }
  }
  return lines;
}

/** How many lines the rests behind two places have in common. */
function commonLengths(left: string[], right: string[]): Uint32Array[] {
  const lengths = Array.from(
    { length: left.length + 1 },
    () => new Uint32Array(right.length + 1),
  );
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i][j] =
        left[i] === right[j]
          ? lengths[i + 1][j + 1] + 1
          : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  return lengths;
}
