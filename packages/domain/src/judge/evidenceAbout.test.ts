import type { Evidence } from '../records/evidence';
import {
  collection,
  failed,
  input,
  releaseRule,
  subject,
} from '../testing/judgeInputs';
import { numbered } from '../testing/truthTables';
import { judge } from './judge';

describe('evidenceAbout', () => {
  it('S1.6 a flood of junk beside every child of an index is looked through once for each judgement', () => {
    const children = Array.from({ length: 20 }, (_, i) => numbered(i + 1));
    const junkBeside = (position: number) =>
      Array.from({ length: 20 }, (_, i) =>
        numbered(1_000 * position + 100 + i),
      );
    const everything = [subject, ...children].map((digest, position) => ({
      digest,
      junk: junkBeside(position),
    }));
    let reads = 0;
    const counted = (evidence: Evidence): Evidence => ({
      ...evidence,
      get material() {
        reads++;
        return evidence.material;
      },
    });
    const evidence = everything.flatMap(({ digest, junk }) =>
      junk.map(material =>
        counted(failed('unknown-authority', { subject: digest, material })),
      ),
    );

    const { verdict, reason } = judge(
      input({
        evidence,
        collections: everything.map(({ digest, junk }) =>
          collection(junk, {
            subject: digest,
            ...(digest === subject && {
              children: children.map(child => ({
                digest: child,
                mediaType: 'application/vnd.oci.image.manifest.v1+json',
                isRunnable: true,
              })),
            }),
          }),
        ),
        registry: {
          version: 1,
          rules: [
            {
              ...releaseRule,
              requirements: [{ type: 'signature' }, { type: 'scan' }],
            },
          ],
        },
      }),
    );

    expect([verdict, reason.code]).toEqual(['untrusted', 'unknown-authority']);
    expect(reads).toBeLessThanOrEqual(2 * evidence.length);
  });
});
