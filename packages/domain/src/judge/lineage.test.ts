import {
  ago,
  cause,
  collection,
  digest,
  failure,
  hour,
  input,
  proven,
  subject,
} from '../testing/judgeInputs';
import { inWords, numbered } from '../testing/truthTables';
import { judge } from './judge';

describe('S8.2 an index', () => {
  const child = (platform: string, number: number) => ({
    digest: numbered(number),
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    platform,
    isRunnable: true,
  });
  const looks = (own: Partial<Parameters<typeof collection>[1]> = {}) => [
    collection([], {
      children: [child('linux/amd64', 1), child('linux/arm64', 2)],
      ...own,
    }),
    ...[1, 2].map(number =>
      collection([digest(`${number}`)], { subject: numbered(number) }),
    ),
  ];
  const evidence = [1, 2].map(number =>
    proven({ subject: numbered(number), material: digest(`${number}`) }),
  );

  it('tells how each child did', () => {
    const judged = judge(input({ collections: looks(), evidence }));
    expect(inWords(judged)).toBe('trusted accepted');
    expect(judged.rules[0].children).toEqual([
      expect.objectContaining({ platform: 'linux/amd64', verdict: 'trusted' }),
      expect.objectContaining({ platform: 'linux/arm64', verdict: 'trusted' }),
    ]);
  });

  it('names the index that a signature is about', () => {
    const above = numbered(9);
    const collections = [
      collection([]),
      collection([digest('b')], {
        subject: above,
        children: [{ ...child('linux/amd64', 1), digest: subject }],
      }),
    ];
    const judged = judge(
      input({ collections, evidence: [proven({ subject: above })] }),
    );
    expect(judged.rules[0].materials).toEqual([
      expect.objectContaining({ accepted: true, subject: above }),
    ]);
  });

  it('S5.2 that is gone is not met by what it listed', () => {
    const gone = cause('artifact-not-found', 'configuration');
    const resolution = { status: 'failed' as const, at: ago(0), cause: gone };
    expect(
      inWords(judge(input({ collections: looks(), evidence, resolution }))),
    ).toBe('inconclusive artifact-not-found configuration');
    const deleted = [
      ...looks({ at: ago(hour) }),
      collection([], { at: ago(1_000) }, [failure('subject', gone)]),
    ];
    expect(inWords(judge(input({ collections: deleted, evidence })))).toBe(
      'inconclusive artifact-not-found configuration',
    );
  });

  it('S8.1 evidence about a child counts only for that child', () => {
    const misplaced = evidence.map(one => ({ ...one, subject: numbered(1) }));
    expect(
      inWords(judge(input({ collections: looks(), evidence: misplaced }))),
    ).toBe('untrusted unknown-authority');
  });

  it('S6.1 the failure of a child makes nobody’s own knowledge stale', () => {
    const later = collection([], { subject: numbered(1), at: ago(1_000) }, [
      failure('subject'),
    ]);
    const judged = judge(input({ collections: [...looks(), later], evidence }));
    expect(judged.freshness.status).toBe('fresh');
  });

  it('a list that leads round in a circle ends', () => {
    const collections = [
      collection([], { children: [child('a', 1)] }),
      collection([], {
        subject: numbered(1),
        children: [{ ...child('b', 1), digest: subject }],
      }),
    ];
    expect(judge(input({ collections, evidence: [] })).verdict).toBe(
      'inconclusive',
    );
  });
});
