import { artifactKinds, type ArtifactKind } from '../records/usage';
import type { Collection } from '../records/collection';
import { explain } from '../explanation/explanation';
import {
  ago,
  cause,
  collection,
  digest,
  failed,
  failure,
  hour,
  input,
  proven,
  releaseRule,
  subject,
} from '../testing/judgeInputs';
import type { JudgeInput } from './input';
import { judge } from './judge';

const declared = (kind: ArtifactKind) => ({ ...input().usage, kind });

/** A signed artifact that is declared as one thing, while its bytes are another. */
function held(
  kind: ArtifactKind,
  kinds: ArtifactKind[] | undefined,
  change: Partial<JudgeInput> = {},
) {
  return judge(
    input({
      usage: declared(kind),
      collections: [collection([digest('b')], { ...(kinds && { kinds }) })],
      ...change,
    }),
  );
}

const said = ({ verdict, decision, reason }: ReturnType<typeof judge>) =>
  `${verdict} ${decision} ${reason.code}`;

describe('S3.1 a kind that the bytes contradict', () => {
  it('S3.1 is untrusted, however well it is signed', () => {
    const answer = held('sbom', ['container-image']);
    expect(said(answer)).toBe('untrusted deny kind-mismatch');
    expect(answer.reason.parameters).toEqual({
      declared: 'sbom',
      found: '“container-image”',
    });
    expect(answer.rules[0]).toMatchObject({
      verdict: 'untrusted',
      decision: 'deny',
      reason: { code: 'kind-mismatch' },
    });
    expect(explain(answer.reason)).toMatchObject({
      sentence: 'It counts as “sbom”, but its bytes are “container-image”.',
      mover: 'team',
    });
  });

  it.each<[string, ArtifactKind, ArtifactKind[] | undefined]>([
    ['the one that it can be', 'container-image', ['container-image']],
    ['one of several', 'package', ['terraform-module', 'package']],
    ['anything, while nothing is certain', 'sbom', undefined],
  ])('S3.1 may be %s', (_, kind, kinds) => {
    expect(said(held(kind, kinds))).toBe('trusted allow accepted');
  });

  it('S3.1 is contradicted by bytes that contradict themselves, whatever it is called', () => {
    const answer = held('helm-chart', []);
    expect(said(answer)).toBe('untrusted deny kind-mismatch');
    expect(answer.reason.parameters.found).toBe('several things at once');
  });

  it('S4.6 changes its decision with the step, never its verdict', () => {
    const rules = [{ ...releaseRule, mode: 'observe' as const }];
    expect(
      said(
        held('sbom', ['container-image'], { registry: { version: 1, rules } }),
      ),
    ).toBe('untrusted warn kind-mismatch');
  });

  it.each<[string, Partial<JudgeInput>]>([
    ['no rule applies', { registry: { version: 1, rules: [] } }],
    [
      'all rules are off',
      { registry: { version: 1, rules: [{ ...releaseRule, mode: 'off' }] } },
    ],
  ])('S3.3 counts also where %s', (_, change) => {
    expect(said(held('sbom', ['container-image'], change))).toBe(
      'untrusted warn kind-mismatch',
    );
  });

  it('S4.5 outweighs absence and what could not be seen', () => {
    const kinds: ArtifactKind[] = ['container-image'];
    const of = (look: Collection) =>
      said(
        judge(
          input({ usage: declared('sbom'), collections: [look], evidence: [] }),
        ),
      );
    expect(of(collection([], { kinds }))).toBe('untrusted deny kind-mismatch');
    expect(of(collection([], { kinds }, [failure('referrers-api')]))).toBe(
      'untrusted deny kind-mismatch',
    );
  });

  it('S4.8 leads over a signer who may not, and hides no alarm', () => {
    const kinds: ArtifactKind[] = ['container-image'];
    const with_ = (evidence: JudgeInput['evidence'], distrust?: string) =>
      held('sbom', kinds, {
        evidence,
        registry: {
          version: 1,
          rules: [releaseRule],
          ...(distrust && {
            distrust: [{ digest: subject, reason: distrust }],
          }),
        },
      }).reason.code;
    expect(with_([failed('time-unproven')])).toBe('kind-mismatch');
    expect(with_([failed('signature-invalid')])).toBe('signature-invalid');
    expect(with_([proven()], 'stolen')).toBe('distrusted');
  });

  it('S5.4 is not said of what nobody may speak of, nor by a look that failed', () => {
    const look = collection([digest('b')], { kinds: ['container-image'] });
    const gone = cause('artifact-not-found', 'configuration');
    const resolution = { status: 'failed', at: ago(1), cause: gone } as const;
    expect(
      said(
        judge(
          input({ usage: declared('sbom'), collections: [look], resolution }),
        ),
      ),
    ).toBe('inconclusive deny artifact-not-found');
    const unread = collection([], {}, [failure('subject')]);
    expect(
      said(
        judge(
          input({
            usage: declared('sbom'),
            collections: [unread],
            evidence: [],
          }),
        ),
      ),
    ).toBe('inconclusive deny registry-unreachable');
  });

  it('S3.1 stays said of the bytes by later looks that could not tell', () => {
    const earlier = collection([digest('b')], {
      kinds: ['container-image'],
      at: ago(hour),
    });
    for (const collections of [
      [collection([digest('b')]), earlier],
      [earlier, collection([digest('b')])],
    ])
      expect(said(judge(input({ usage: declared('sbom'), collections })))).toBe(
        'untrusted deny kind-mismatch',
      );
  });

  it('S3.1 is held to the newest look that could tell', () => {
    const look = (kinds: ArtifactKind[], at: string) =>
      collection([digest('b')], { kinds, at });
    const collections = [
      look(['container-image'], ago(hour)),
      look(['sbom'], ago(1)),
    ];
    expect(said(judge(input({ usage: declared('sbom'), collections })))).toBe(
      'trusted allow accepted',
    );
  });

  describe('of an index', () => {
    const child = (character: string, isRunnable = true) => ({
      digest: digest(character),
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      isRunnable,
    });
    const tree = (kind: ArtifactKind, ...looks: Partial<Collection>[]) =>
      judge(
        input({
          usage: declared(kind),
          collections: [
            collection([digest('b')], {
              children: [child('c'), child('d', false)],
            }),
            ...looks.map(look => collection([], look)),
          ],
        }),
      );

    it('S8.2 is contradicted by what runs of it, and not by what does not', () => {
      const image: Partial<Collection> = {
        subject: digest('c'),
        kinds: ['container-image'],
      };
      const answer = tree('sbom', image);
      expect(said(answer)).toBe('untrusted deny kind-mismatch');
      expect(answer.reason.parameters.digest).toBe(digest('c'));
      expect(explain(answer.reason).sentence).toContain(
        `by ${digest('c')} in it`,
      );
      expect(said(tree('container-image', image))).toBe(
        'trusted allow accepted',
      );
      const beside: Partial<Collection> = {
        subject: digest('d'),
        kinds: ['sbom'],
      };
      expect(said(tree('container-image', image, beside))).toBe(
        'trusted allow accepted',
      );
    });

    it('S8.2 ends where a stranger’s indexes list each other', () => {
      const back = { subject: digest('c'), children: [child('a'), child('c')] };
      expect(said(tree('container-image', back))).toBe(
        'trusted allow accepted',
      );
    });
  });

  describe('that nobody named', () => {
    const unnamed = (change: Partial<JudgeInput> = {}) => ({
      ...change,
      usage: { ...input().usage, isKindAssumed: true },
    });
    const of = (kinds?: ArtifactKind[], change: Partial<JudgeInput> = {}) =>
      held('container-image', kinds, unnamed(change));

    it.each<[string, ArtifactKind[] | undefined, ArtifactKind | undefined]>([
      ['what its bytes show', ['helm-chart'], 'helm-chart'],
      [
        'what is assumed where the bytes are that',
        ['container-image'],
        undefined,
      ],
      [
        'what is assumed where they can be that, too',
        ['container-image', 'pipeline-definition'],
        undefined,
      ],
      ['what is assumed where nothing is certain', undefined, undefined],
    ])('S3.1 counts as %s', (_, kinds, kind) => {
      const answer = of(kinds);
      expect(said(answer)).toBe('trusted allow accepted');
      expect(answer.kind).toBe(kind);
    });

    it('S3.1 is contradicted by bytes that contradict themselves', () => {
      const answer = of([]);
      expect(said(answer)).toBe('untrusted deny kind-mismatch');
      expect(answer.reason.parameters).toEqual({
        declared: 'container-image',
        found: 'several things at once',
      });
      expect(answer.kind).toBeUndefined();
    });

    it('S8.2 is contradicted by an index that says it is something else than what runs of it', () => {
      const child = {
        ...{ digest: digest('c'), isRunnable: true },
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
      };
      const index = collection([digest('b')], {
        children: [child],
        kinds: ['sbom'],
      });
      const image = collection([], {
        ...{ subject: digest('c'), kinds: ['container-image'] },
      });
      const answer = judge(input(unnamed({ collections: [index, image] })));
      expect(said(answer)).toBe('untrusted deny kind-mismatch');
      expect(answer.reason.parameters).toEqual({
        ...{ declared: 'sbom', found: '“container-image”' },
        digest: digest('c'),
      });
    });

    it.each(artifactKinds)(
      'S3.1 is judged by the same rules as %s where rules say nothing of kinds, and no look of the bytes makes them fewer',
      kind => {
        const strangers = { evidence: [failed('unknown-authority')] };
        expect(said(of([kind], strangers))).toBe(
          said(of(undefined, strangers)),
        );
        const none = { registry: { version: 1, rules: [] } };
        expect(said(of([kind], none))).toBe('untrusted warn no-rule');
      },
    );
  });

  it('S3.1 adds no permission: a right kind makes nothing trusted', () => {
    const unmet = { evidence: [failed('unknown-authority')] };
    expect(said(held('sbom', ['sbom'], unmet))).toBe(
      said(held('sbom', undefined, unmet)),
    );
  });
});
