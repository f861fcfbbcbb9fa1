import {
  ago,
  cause,
  collection,
  digest,
  failure,
  hour,
  input,
  subject,
} from '../testing/judgeInputs';
import { servedMaterials } from './servedMaterials';

const child = digest('d');
const children = [
  { digest: child, mediaType: 'x', platform: 'linux/amd64', isRunnable: true },
];
const broken = failure('referrers-api');
const over = (of: typeof subject, ...materials: string[]) =>
  materials.map(character => ({ subject: of, digest: digest(character) }));

describe('S6.1 the materials that count for a usage', () => {
  it('are those of the newest complete look, and what later ones found', () => {
    const collections = [
      collection([digest('1')], { at: ago(3 * hour) }),
      collection([digest('2')], { at: ago(2 * hour) }),
      collection([digest('3')], { at: ago(hour) }, [broken]),
    ];
    expect(servedMaterials(input({ collections }))).toEqual(
      expect.arrayContaining(over(subject, '2', '3')),
    );
    expect(servedMaterials(input({ collections }))).toHaveLength(2);
  });

  it('S8.2 are those of what an index lists too, each once', () => {
    const collections = [
      collection([digest('1')], { children }),
      collection([digest('1'), digest('2')], { subject: child }),
    ];
    const found = servedMaterials(input({ collections }))!;
    expect(found).toEqual(
      expect.arrayContaining([...over(subject, '1'), ...over(child, '1', '2')]),
    );
    expect(found).toHaveLength(3);
  });

  it('S5.4 are none where a complete look found none', () => {
    expect(servedMaterials(input({ collections: [collection([])] }))).toEqual(
      [],
    );
  });

  it.each([
    ['nobody looked', { collections: [] }],
    [
      'all that was seen is too old',
      { collections: [collection([digest('1')], { at: ago(1_000 * hour) })] },
    ],
    [
      'an unfinished look showed nothing',
      { collections: [collection([], {}, [broken])] },
    ],
    [
      'the artifact itself was not there',
      {
        collections: [
          collection([digest('1')], {}, [
            failure('subject', cause('artifact-not-found', 'configuration')),
          ]),
        ],
      },
    ],
  ])('S5.4 cannot be told where %s', (_name, changes) => {
    expect(servedMaterials(input(changes))).toBeUndefined();
  });
});
