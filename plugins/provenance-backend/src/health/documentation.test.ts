import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ownGauges, sharedGauges } from './gauges';
import { counters, stageDuration, type Described } from './metrics';

const text = readFileSync(
  path.resolve(__dirname, '../../../../docs/operations.md'),
  'utf8',
);

/** Rows of the table, by the first cell. */
const rows = new Map(
  text
    .split('\n')
    .filter(line => line.startsWith('| `provenance_'))
    .map(line => line.split('|').map(cell => cell.trim()))
    .map(([, name, labels]) => [name, labels]),
);

const inProse = ({ labels }: Described) =>
  Object.entries(labels)
    .map(([label, values]) =>
      values.length === 0
        ? `\`${label}\``
        : `\`${label}\`: ${values.join(', ')}`,
    )
    .join('; ');

const asServed = (name: string) => name.replace(/\./g, '_');

const described = new Map<string, Described>([
  ...Object.values<Described>(counters).map(
    one => [`\`${asServed(one.name)}_total\``, one] as const,
  ),
  ...[stageDuration as Described, ...sharedGauges, ...ownGauges].map(
    one => [`\`${asServed(one.name)}\``, one] as const,
  ),
]);

describe('the table of metrics in docs/operations.md', () => {
  it('has every metric, and no other', () => {
    expect([...rows.keys()].sort()).toEqual([...described.keys()].sort());
  });

  it.each([...described])('names the labels of %s', (name, one) => {
    expect(rows.get(name)).toBe(inProse(one));
  });
});
