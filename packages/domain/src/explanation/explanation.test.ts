import { findingCodes } from '../records/finding';
import { causeCodes, evidenceFailureCodes, reasonCodes } from './codes';
import {
  allExplanations,
  explain,
  explainFinding,
  explanationOf,
} from './explanation';

describe('explanations', () => {
  it('speak of every reason and finding, once, in full', () => {
    const explanations = allExplanations();
    expect(explanations.map(({ code }) => code).sort()).toEqual(
      [...reasonCodes, ...findingCodes].sort(),
    );
    for (const { title, sentence, fix } of explanations) {
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(sentence).toMatch(/^[A-Z{].*\.$/);
      expect(fix).toMatch(/\.$/);
    }
  });

  it('cover every code that a look or a verification can give', () => {
    for (const code of [...causeCodes, ...evidenceFailureCodes])
      expect(reasonCodes).toContain(code);
    for (const code of causeCodes)
      expect(explanationOf(code).origin).toBeDefined();
  });

  it('fill their places and drop clauses that nothing fills', () => {
    const parameters = { signer: 'Eve', rule: 'release' };
    expect(explain({ code: 'signer-not-accepted', parameters }).sentence).toBe(
      'Signed by Eve, whom rule “release” does not accept.',
    );
    expect(
      explain({
        code: 'signer-not-accepted',
        parameters: { ...parameters, wanted: 'Bob' },
      }).sentence,
    ).toBe('Signed by Eve, whom rule “release” does not accept; it wants Bob.');
  });

  it('end a sentence once, also behind a message that is one', () => {
    const { sentence } = explain({
      code: 'annotation-invalid',
      parameters: { message: 'Line 3 is no YAML.' },
    });
    expect(sentence).toMatch(/is wrong: Line 3 is no YAML\.$/);
  });

  it('never let a parameter open a place, a clause or the prototype', () => {
    const { sentence } = explain({
      code: 'signer-not-accepted',
      parameters: { signer: '{rule} [x] \u202e', rule: '{signer}' },
    });
    expect(sentence).toBe(
      'Signed by {rule} [x] \\u{202e}, whom rule “{signer}” does not accept.',
    );
    expect(
      explain({ code: 'registry-unreachable', parameters: {} }).sentence,
    ).toMatch(/^unknown could not be reached/);
  });

  it('tell a finding from the reason of the same name', () => {
    const finding = {
      code: 'signature-vanished' as const,
      firstSeenAt: '2026-06-01T12:00:00.000Z',
      lastSeenAt: '2026-06-01T12:00:00.000Z',
      old: 'sha256:b',
    };
    expect(explainFinding(finding)).toMatchObject({
      about: 'finding',
      sentence:
        'A signature that was accepted before is no longer served (sha256:b).',
    });
    expect(explanationOf('signature-vanished').about).toBe('verdict');
  });
});
