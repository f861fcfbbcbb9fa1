import type { DistrustEntry } from '../registry/distrust';
import type { Requirement } from '../registry/requirement';
import { reviewedBuilders } from '../registry/reviewedBuilders';
import { builderInWords } from './builderInWords';
import { distrustInWords } from './distrustInWords';
import { referenceInWords, starsInWords } from './patternInWords';
import { requirementInWords } from './requirementInWords';

const day = 86_400_000;

describe('requirementInWords', () => {
  it.each<[Requirement, string]>([
    [{ type: 'signature' }, 'One signature or provenance.'],
    [
      { type: 'provenance', minimumLevel: 2, builders: ['https://ci/**'] },
      'One provenance, of a builder that was reviewed for SLSA build level 2 or more, built by everything below https://ci/.',
    ],
    [
      { type: 'provenance', minimumLevel: 3 },
      'One provenance, of a builder that was reviewed for SLSA build level 3.',
    ],
    [{ type: 'sbom' }, 'One bill of materials (SBOM).'],
    [{ type: 'scan' }, 'The newest scan can be read, whatever it found.'],
    [
      { type: 'scan', maximum: { critical: 0, high: 3 } },
      'The newest scan found at most 0 critical and 3 high.',
    ],
    [
      { type: 'test', maximumAgeMs: day + 1_800_000 },
      'The newest test result says that all passed; no older than 1 day and 30 minutes, by proven time.',
    ],
    [
      { type: 'summary', verifiers: ['https://v/'], levels: ['L1', 'L2'] },
      'The newest verification summary (VSA) says that it passed, verified by https://v/, at L1 and L2.',
    ],
    [
      { type: 'sbom', signers: [{ key: 'scanner' }, { key: 'other' }] },
      'One bill of materials (SBOM); signed by key “scanner” or by key “other”.',
    ],
    [
      { type: 'signature', log: true, matchReference: true },
      'One signature or provenance; recorded in a transparency log, which is proven; what was signed names the repository from which it runs.',
    ],
    [
      { type: 'sbom', mode: 'observe', modes: { prod: 'enforce' } },
      'One bill of materials (SBOM); this one observed, in prod enforced.',
    ],
  ])('%j', (requirement, words) => {
    expect(requirementInWords(requirement)).toBe(words);
  });
});

describe('distrustInWords', () => {
  const reason = 'The key leaked.';
  const from = '2026-11-03T00:00:00.000Z';
  const digest = `sha256:${'ab'.repeat(32)}` as const;

  it.each<[DistrustEntry, string, string | undefined]>([
    [
      { key: 'base-2024', from, reason },
      'Nothing signed by key “base-2024” counts, from 2026-11-03 00:00 UTC on.',
      'What is proven to be older still counts.',
    ],
    [
      { workflow: 'https://github.com/acme/ci/x.yml', reason },
      'Nothing signed in the workflow https://github.com/acme/ci/x.yml counts, whoever started it.',
      undefined,
    ],
    [
      { authority: 'lab', reason },
      'Nothing proven under authority “lab” counts.',
      undefined,
    ],
    [
      { log: 'ab', from, reason },
      'Nothing that the transparency log ab vouches for counts, from 2026-11-03 00:00 UTC on.',
      'No older time is believed, as the times are the log’s own word.',
    ],
    [
      { digest, from, reason },
      `The artifact ${digest} is never trusted, whoever signed it, from 2026-11-03 00:00 UTC on.`,
      'It is distrusted when the clock comes to it.',
    ],
    [
      {
        identity: {
          issuer: 'https://accounts.google.com',
          subject: 'jane@acme.example',
        },
        reason,
      },
      'Nothing signed by whoever holds the address jane@acme.example at Google accounts and service accounts, whoever certified it, counts.',
      undefined,
    ],
    [
      {
        identity: {
          authority: 'lab',
          issuer: 'https://id.example',
          subject: '**',
        },
        reason,
      },
      'Nothing signed by whoever “**” fits at https://id.example, certified by lab, counts.',
      undefined,
    ],
  ])('%j', (entry, sentence, older) => {
    const words = distrustInWords(entry);
    expect(words.sentence).toBe(sentence);
    expect(words.older).toBe(older);
    expect(words.because).toBe(reason);
  });

  it('shows an instant that is none as it stands', () => {
    const entry = { key: 'k', from: 'soon\u202e', reason };
    expect(distrustInWords(entry).sentence).toContain('from soon\\u{202e} on');
  });
});

describe('builderInWords', () => {
  it('says who signs, what that names, and the level', () => {
    expect(reviewedBuilders.map(one => builderInWords(one).sentence)).toEqual([
      ...[
        'builder_container-based_slsa3.yml',
        'builder_go_slsa3.yml',
        'generator_container_slsa3.yml',
        'generator_generic_slsa3.yml',
      ].map(
        file =>
          `Provenance signed by workflow ${file} of slsa-framework/slsa-github-generator on version tags (v*) at GitHub Actions reaches SLSA build level 3.`,
      ),
      'Provenance signed by any workflow of any repository of any owner on any branch, tag or pull request at GitHub Actions, only on machines of the kind github-hosted, reaches SLSA build level 2.',
      'Provenance signed by any workflow of any repository of any owner on any branch, tag or pull request at GitHub Actions, only on machines of the kind github-hosted, that names the builder https://github.com/actions/runner/github-hosted reaches SLSA build level 2.',
    ]);
  });

  it('names a key', () => {
    expect(
      builderInWords({
        builder: 'https://ci/*',
        signer: { key: 'ci' },
        level: 1,
        because: 'Seen.',
      }),
    ).toEqual({
      sentence:
        'Provenance signed by key “ci” that names the builder https://ci/* reaches SLSA build level 1.',
      because: 'Seen.',
      exact: 'ci',
      stars: ['* stands for any text without “/”, also for none.'],
    });
  });
});

describe('patterns in words', () => {
  it.each([
    ['ghcr.io/acme/**', 'everything below ghcr.io/acme/'],
    ['ghcr.io/acme/*', 'everything directly below ghcr.io/acme/'],
    ['ghcr.io/acme/payments', 'ghcr.io/acme/payments'],
    ['ghcr.io/acme-*/**', 'whatever “ghcr.io/acme-*/**” fits'],
    ['**', 'everything'],
    ['*', 'whatever “*” fits'],
    ['a\u202e/**', 'everything below a\\u{202e}/'],
  ])('%s', (pattern, words) => {
    expect(referenceInWords(pattern)).toBe(words);
  });

  it('S2.2 says what each kind of star stands for, once', () => {
    expect(starsInWords('a')).toEqual([]);
    expect(starsInWords('*/*')).toHaveLength(1);
    expect(starsInWords('*/**')).toHaveLength(2);
  });
});
