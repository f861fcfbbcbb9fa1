import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Digest } from '@countersign/domain';
import {
  attest,
  predicateTypes,
  provenancePredicate,
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  toBundle,
  workflowIdentity,
  type Layout,
  type Registry,
  type RekorEntryKind,
} from '@countersign/sandbox';
import { call, isThere, temporaryFolder } from './tools';

const folder = temporaryFolder();
const clock = { now: () => new Date(Date.now() - 3_600_000) };
const sigstore = SigstoreInstance.create({ name: 'acme', clock });
const identity = workflowIdentity({
  repository: 'acme/payments',
  ref: 'refs/tags/v1.0.0',
});
const signer = { type: 'certificate' as const, identity };
const root = path.join(folder, 'trusted_root.json');
writeFileSync(root, JSON.stringify(sigstore.trustedRoot()));

const asked = (subject: string) => [
  ...['--trusted-root', root],
  ...['--certificate-identity', subject],
  ...['--certificate-oidc-issuer', identity.issuer],
];
const onRegistry = ['--allow-http-registry'];

/** What the fake says must be what the real one accepts, else our tests prove nothing about the world. */
const cases: {
  program: 'cosign-v2' | 'cosign-v3';
  layout: Layout;
  flags: string[];
}[] = [
  { program: 'cosign-v2', layout: 'cosign-tag', flags: [] },
  {
    program: 'cosign-v2',
    layout: 'referrer',
    flags: ['--new-bundle-format'],
  },
  {
    program: 'cosign-v2',
    layout: 'referrers-tag',
    flags: ['--new-bundle-format'],
  },
  { program: 'cosign-v3', layout: 'cosign-tag', flags: [] },
  { program: 'cosign-v3', layout: 'referrer', flags: [] },
  { program: 'cosign-v3', layout: 'referrers-tag', flags: [] },
];

for (const { program, layout, flags } of cases)
  describe(
    `${program} on what the sandbox minted, ${layout}`,
    {
      skip: !isThere(program),
    },
    () => {
      let registry: Registry;
      let image: string;

      before(async () => {
        registry = await startRegistry();
        const repository = registry.repository('acme/payments');
        repository.referrersApi = layout !== 'referrers-tag';
        const subject = pushImage(repository, { tag: 'v1' }).digest as Digest;
        const about = { repository, subject, sigstore, signer, layout };
        const dockerReference = `${registry.host}/acme/payments`;
        signImage({ ...about, dockerReference });
        attest({
          ...about,
          predicateType: predicateTypes.slsaProvenance,
          predicate: provenancePredicate(identity),
        });
        image = `${dockerReference}@${subject}`;
      });
      after(() => registry.close());

      const verify = (subject: string) =>
        call(program, [
          ...['verify', ...flags, ...onRegistry],
          ...[...asked(subject), image],
        ]);

      it('accepts the signature', async () => {
        const answer = JSON.parse(await verify(identity.subject));
        // In bundles an attestation is a signature of the image too.
        assert.equal(answer.length, layout === 'cosign-tag' ? 1 : 2);
      });

      // Version 2 takes a trust root from a file for attestations in bundles only; version 3 covers the tag.
      const skip = program === 'cosign-v2' && layout === 'cosign-tag';
      it('accepts the provenance', { skip }, async () => {
        await call(program, [
          ...['verify-attestation', ...flags, ...onRegistry],
          ...['--type', predicateTypes.slsaProvenance],
          ...[...asked(identity.subject), image],
        ]);
      });

      it('refuses both for another signer', async () => {
        await assert.rejects(
          verify(identity.subject.replace('v1.0.0', 'v1.0.1')),
          /expected SAN value|none of the expected identities matched/,
        );
      });
    },
  );

const logs: { log: string; logEntry?: RekorEntryKind }[] = [
  { log: 'Rekor v1' },
  { log: 'Rekor v2 and a timestamp', logEntry: 'hashedrekord-0.0.2' },
];

for (const { log, logEntry } of logs)
  describe(
    `cosign-v3 on a file's bundle, ${log}`,
    {
      skip: !isThere('cosign-v3'),
    },
    () => {
      const bytes = Buffer.from('a release file');
      const file = path.join(folder, 'release.tgz');
      const bundle = path.join(folder, `${log}.sigstore.json`);
      writeFileSync(file, bytes);
      const signed = sigstore.sign(
        { type: 'message', bytes },
        { signer, logEntry },
      );
      writeFileSync(bundle, JSON.stringify(toBundle(signed)));
      const verify = (subject: string) =>
        call('cosign-v3', [
          ...['verify-blob', '--bundle', bundle],
          ...(logEntry ? ['--use-signed-timestamps'] : []),
          ...[...asked(subject), file],
        ]);

      it('accepts it', async () => {
        await verify(identity.subject);
      });

      it('refuses it for another signer', async () => {
        await assert.rejects(
          verify(`${identity.subject}x`),
          /expected SAN value|none of the expected identities matched/,
        );
      });
    },
  );
