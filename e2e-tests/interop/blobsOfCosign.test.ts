import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { startFileServer, type FileServer } from '@countersign/sandbox';
import { Cosign } from './cosign';
import { keyFrom, look, outcomes } from './ours';
import { isThere } from './tools';

const content = Buffer.from('a release file\n');

/** What cosign writes beside a file, and under which name users put it there. */
const ways: {
  program: 'cosign-v2' | 'cosign-v3';
  way: string;
  flag: string;
  suffix: string;
  found: string;
}[] = [
  {
    program: 'cosign-v2',
    way: 'a detached signature',
    flag: '--output-signature',
    suffix: '.sig',
    found: 'signature-file detached-signature',
  },
  {
    program: 'cosign-v2',
    way: 'its older bundle',
    flag: '--bundle',
    suffix: '.bundle',
    found: 'bundle-file cosign-bundle',
  },
  {
    program: 'cosign-v3',
    way: 'a Sigstore bundle',
    flag: '--bundle',
    suffix: '.sigstore.json',
    found: 'bundle-file sigstore-bundle',
  },
];

for (const { program, way, flag, suffix, found } of ways)
  describe(
    `a file that ${program} signed, ${way}`,
    {
      skip: !isThere(program),
    },
    () => {
      let server: FileServer;
      let cosign: Cosign;

      before(async () => {
        server = await startFileServer();
        cosign = await Cosign.create(program);
        const file = cosign.file('release.tgz', content);
        const out = cosign.file('out', '');
        await cosign.signBlob(file, flag, out);
        server.put('release.tgz', content);
        server.put(`release.tgz${suffix}`, readFileSync(out));
        server.put('changed.tgz', Buffer.from('another file\n'));
        server.put(`changed.tgz${suffix}`, readFileSync(out));
      });
      after(() => server.close());

      it('is proven by its key, and by no other', async () => {
        const url = `http://${server.host}/release.tgz`;
        const seen = await look(url, keyFrom(cosign.publicKey));
        assert.deepEqual(seen.unfinished, []);
        assert.deepEqual(seen.materials, [found]);
        assert.deepEqual(outcomes(seen), ['proven signature']);
        const other = await Cosign.create(program);
        const byOther = await look(url, keyFrom(other.publicKey));
        assert.deepEqual(
          byOther.evidence.map(({ outcome }) => outcome.status),
          ['failed'],
        );
      });

      it('says nothing about a changed file', async () => {
        const url = `http://${server.host}/changed.tgz`;
        const seen = await look(url, keyFrom(cosign.publicKey));
        assert.equal(seen.evidence.length, 1);
        const { outcome } = seen.evidence[0];
        assert.ok(
          outcome.status === 'failed' &&
            [
              'unknown-authority',
              'signature-invalid',
              'subject-mismatch',
            ].includes(outcome.code),
          JSON.stringify(outcome),
        );
      });
    },
  );
