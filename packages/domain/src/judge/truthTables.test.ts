import type { MaterialSource } from '../records/collection';
import {
  collection,
  digest,
  input,
  proven,
  releaseRule,
  scanned,
  subject,
} from '../testing/judgeInputs';
import {
  combination,
  distrustInput,
  indexInput,
  inWords,
  newestInput,
  reportOf,
  scannedRule,
  type DistrustRow,
  type IndexRow,
  type NewestRow,
} from '../testing/truthTables';
import tables from '../testing/truthTables.json';
import type { JudgeInput } from './input';
import { judge } from './judge';

/** What the judge answers in whatever order things were found: one answer, or the test shows all of them. */
function answersTo(given: JudgeInput): string[] {
  const { collections, evidence } = given;
  const turned: JudgeInput = {
    ...given,
    collections: [...collections]
      .reverse()
      .map(one => ({ ...one, material: [...one.material].reverse() })),
    evidence: [...evidence].reverse(),
  };
  return [...new Set([given, turned].map(one => inWords(judge(one))))];
}

describe('S4.4 S5 what each place answers', () => {
  const usual: MaterialSource[] = [
    'subject',
    'referrers-api',
    'referrers-tag',
    'cosign-sig-tag',
    'cosign-att-tag',
  ];
  const files: MaterialSource[] = ['subject', 'bundle-file', 'signature-file'];

  /** The look at a subject all of whose places but one are clearly empty. */
  function looked(
    places: MaterialSource[],
    [source, answer, seen]: string[],
    elsewhere: ReturnType<typeof proven>[],
    rule = releaseRule,
  ): JudgeInput {
    // Where the subject cannot be read, nothing else is looked at.
    const isCut = source === 'subject' && seen !== 'complete';
    const here = answer === '200' && source !== 'subject' ? [proven()] : [];
    const evidence = isCut ? [] : [...here, ...elsewhere];
    return input({
      collections: [
        {
          ...collection([...new Set(evidence.map(one => one.material))]),
          subject,
          sources: places.map(place => {
            if (place === source) return reportOf(place, seen);
            if (place === 'subject') return reportOf(place, 'complete');
            return reportOf(place, isCut ? seen : 'absent');
          }),
        },
      ],
      evidence,
      registry: { version: 1, rules: [rule] },
    });
  }

  const good = proven({ material: digest('c') });
  const scan = scanned(0, 1, { material: digest('d') });

  it.each(tables.sources.repository)(
    '%s answers %s: %s',
    (source, answer, seen, alone, beside, newest) => {
      const row = [source, answer, seen];
      expect(answersTo(looked(usual, row, []))).toEqual([alone]);
      expect(answersTo(looked(usual, row, [good]))).toEqual([beside]);
      expect(answersTo(looked(usual, row, [good, scan], scannedRule))).toEqual([
        newest,
      ]);
    },
  );

  const empty = proven({
    outcome: {
      status: 'failed',
      code: 'unsupported-format',
      message: 'nothing is in it',
    },
  });

  it.each(tables.sources.file)(
    'beside a file, %s answers %s: %s',
    (source, answer, seen, alone, beside) => {
      const row = [source, answer, seen];
      const isEmpty = answer === 'empty' && source !== 'subject';
      const here = isEmpty ? [empty] : [];
      expect(answersTo(looked(files, row, here))).toEqual([alone]);
      expect(answersTo(looked(files, row, [...here, good]))).toEqual([beside]);
    },
  );

  it('names every place and every answer once', () => {
    const pairs = [...tables.sources.repository, ...tables.sources.file].map(
      (row, i) => `${i < 45 ? 'repository' : 'file'} ${row[0]} ${row[1]}`,
    );
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs).toHaveLength((usual.length + files.length) * 9);
  });
});

describe('S4.1 S4.2 S4.8 every one, two and three together', () => {
  const rows = tables.combinations.rows as [string[], string, string][];

  it.each(rows)('%s', (names, signature, withScan) => {
    for (const order of ordersOf(names)) {
      expect(answersTo(combination(order, releaseRule))).toEqual([signature]);
      expect(answersTo(combination(order, scannedRule))).toEqual([withScan]);
    }
  });

  it('leaves no combination out', () => {
    const [n, some] = [6, new Set(rows.map(([names]) => names.join()))];
    expect(some.size).toBe(n + (n * (n - 1)) / 2 + (n * (n - 1) * (n - 2)) / 6);
  });
});

describe('S4.2 S4.3 S7 the newest scan', () => {
  it.each(tables.newest.rows as NewestRow[])('$clause $case', row => {
    expect(answersTo(newestInput(row))).toEqual([row.expect]);
  });
});

describe('S4.8 S7.2 the distrust list', () => {
  it.each(tables.distrust.rows as DistrustRow[])('$clause $case', row => {
    expect(answersTo(distrustInput(row))).toEqual([row.expect]);
  });

  it.each(tables.distrust.rows as DistrustRow[])(
    'S4.7 $clause $case: never more permissive than without the entry',
    row => {
      const given = distrustInput(row);
      const { distrust, ...registry } = given.registry;
      expect(distrust).toHaveLength(1);
      const order = ['allow', 'warn', 'deny'];
      expect(order.indexOf(judge(given).decision)).toBeGreaterThanOrEqual(
        order.indexOf(judge({ ...given, registry }).decision),
      );
    },
  );
});

describe('S8.2 trust flows down an index', () => {
  it.each(tables.indexes.rows as unknown as IndexRow[])('$case', row => {
    expect(answersTo(indexInput(row))).toEqual([row.expect]);
  });
});

function ordersOf<Item>(items: Item[]): Item[][] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, i) =>
    ordersOf(items.filter((_, j) => j !== i)).map(rest => [item, ...rest]),
  );
}
