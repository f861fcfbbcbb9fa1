/* eslint-disable jest/no-standalone-expect -- describeCorpus is describe, or describe.skip with its reason */
import { existsSync, readdirSync } from 'node:fs';
import {
  corpusFile,
  corpusPath,
  describeCorpus,
} from '../__testUtils__/corpus';
import { readPredicate, roleOf } from './predicates';
import { parseStatement } from './statement';

describeCorpus('real statements', () => {
  const images = [
    ['slsa-generic-container-v1.4.0', 'v1.4.0'],
    ['slsa-generic-container-v1.10.0', 'v1.10.0'],
    ['slsa-generic-container-v2.1.0', 'v2.1.0'],
  ];

  const payloads = (name: string) =>
    readdirSync(corpusPath('images', name, 'blobs', 'sha256'))
      .map(blob =>
        envelopeIn(corpusFile('images', name, 'blobs', 'sha256', blob)),
      )
      .filter(payload => payload !== undefined);

  it.each(images)('%s: its provenance is read in full', (name, version) => {
    const read = payloads(name).map(payload => {
      const { predicateType, predicate } = parseStatement(payload);
      return readPredicate(predicateType, predicate);
    });
    expect(read.length).toBeGreaterThan(0);
    for (const statement of read)
      expect(statement).toEqual({
        role: 'provenance',
        predicateType: 'https://slsa.dev/provenance/v0.2',
        builder: `https://github.com/slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@refs/tags/${version}`,
        buildType:
          'https://github.com/slsa-framework/slsa-github-generator/container@v1',
        sourceRepository: expect.stringContaining(
          'git+https://github.com/slsa-framework/example-package@refs/',
        ),
        sourceRef: expect.stringMatching(/^refs\/(heads|tags)\//),
        sourceDigest: expect.stringMatching(/^[0-9a-f]{40}$/),
      });
  });

  it('every statement of a bundle is what its type says', () => {
    const folder = corpusPath('sigstore-bundles');
    const bundles = readdirSync(folder).filter(name =>
      existsSync(corpusPath('sigstore-bundles', name, 'bundle.sigstore.json')),
    );
    const read = bundles.flatMap(name => {
      const file = corpusFile('sigstore-bundles', name, 'bundle.sigstore.json');
      const payload = envelopeIn(file);
      if (!payload) return [];
      const { predicateType, predicate } = parseStatement(payload);
      expect(roleOf(predicateType)).toBe('provenance');
      return [readPredicate(predicateType, predicate)];
    });
    expect(read.length).toBeGreaterThan(5);
    expect(read).toContainEqual(
      expect.objectContaining({
        sourceRepository: 'https://github.com/loosebazooka/aa-test',
        sourceRef: 'refs/heads/main',
      }),
    );
  });
});

/** What an envelope, or a bundle with one, was signed over. */
function envelopeIn(file: Buffer): Buffer | undefined {
  try {
    const document = JSON.parse(file.toString());
    const { payload, payloadType } = document.dsseEnvelope ?? document;
    return payloadType === 'application/vnd.in-toto+json'
      ? Buffer.from(payload, 'base64')
      : undefined;
  } catch {
    return undefined;
  }
}
