import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  proofNames,
  type Evidence,
  type EvidenceFailureCode,
  type ProofName,
} from '@countersign/domain';
import {
  personIdentity,
  SigstoreInstance,
  startFileServer,
  workflowIdentity,
  type CertificateIdentity,
  type FileServer,
  type TrustedRootJson,
} from '@countersign/sandbox';
import { sigstoreAuthority } from '@countersign/verifier';
import { push } from './image';
import { KeylessCosign, type Target, type Way } from './keylessCosign';
import { look, outcomes } from './ours';
import { startOlareg, type ForeignRegistry } from './registries';
import { isThere } from './tools';

const clock = { now: () => new Date() };
const sigstore = SigstoreInstance.create({ name: 'acme', clock });
/** The same names with other keys. */
const impostor = SigstoreInstance.create({ name: 'acme', clock });
const ownRoot = sigstore.trustedRoot();
const impostorRoot = impostor.trustedRoot();

const workflow = workflowIdentity({
  repository: 'acme/payments',
  ref: 'refs/tags/v1.0.0',
});
const person = personIdentity('mina@acme.test');

/** Who signs what. */
const signers = {
  image: { by: workflow, role: 'signature' },
  provenance: { by: workflow, role: 'provenance' },
  file: { by: person, role: 'signature' },
};

type What = keyof typeof signers;

/** Where ours finds it, and as which kind of entry the log has it. */
type Expected = Record<What, [material: string, kind: string]>;

const ways: { name: string; way: Way; suffix: string; expected: Expected }[] = [
  {
    name: 'cosign-v3 through Rekor v1',
    way: { program: 'cosign-v3', rekor: 1 },
    suffix: '.sigstore.json',
    expected: {
      image: ['referrers-api sigstore-bundle', 'dsse 0.0.1'],
      provenance: ['referrers-api sigstore-bundle', 'dsse 0.0.1'],
      file: ['bundle-file sigstore-bundle', 'hashedrekord 0.0.1'],
    },
  },
  {
    name: 'cosign-v3 through Rekor v2 and a timestamp',
    way: { program: 'cosign-v3', rekor: 2 },
    suffix: '.sigstore.json',
    expected: {
      image: ['referrers-api sigstore-bundle', 'hashedrekord 0.0.2'],
      provenance: ['referrers-api sigstore-bundle', 'hashedrekord 0.0.2'],
      file: ['bundle-file sigstore-bundle', 'hashedrekord 0.0.2'],
    },
  },
  {
    name: 'cosign-v2 through Rekor v1',
    way: { program: 'cosign-v2', rekor: 1 },
    suffix: '.bundle',
    expected: {
      image: ['cosign-sig-tag cosign-signature', 'hashedrekord 0.0.1'],
      provenance: ['cosign-att-tag cosign-attestation', 'dsse 0.0.1'],
      file: ['bundle-file cosign-bundle', 'hashedrekord 0.0.1'],
    },
  },
];

/** Roots that name the impostor in all places, or in one. */
const roots: {
  name: string;
  root: TrustedRootJson;
  code: EvidenceFailureCode;
  /** The first proof that fails, by the log; absent where the signature does not depend on this part of the root. */
  proof: Partial<Record<Way['rekor'], ProofName>>;
  /** What cosign says, version 3 or 2. */
  cosign: RegExp;
}[] = [
  {
    name: 'of the impostor',
    root: impostorRoot,
    code: 'unknown-authority',
    proof: { 1: 'chain', 2: 'chain' },
    cosign: /failed to verify log inclusion|log public key not found/,
  },
  {
    name: "with the impostor's certificate authority",
    root: {
      ...ownRoot,
      certificateAuthorities: impostorRoot.certificateAuthorities,
    },
    code: 'unknown-authority',
    proof: { 1: 'chain', 2: 'chain' },
    cosign: /leaf certificate verification failed|signed by unknown authority/,
  },
  {
    name: "with the impostor's certificate log",
    root: { ...ownRoot, ctlogs: impostorRoot.ctlogs },
    code: 'log-proof-invalid',
    proof: { 1: 'sct', 2: 'sct' },
    cosign: /only able to verify 0 SCT entries|ctfe public key not found/,
  },
  {
    name: "with the impostor's logs",
    root: { ...ownRoot, tlogs: impostorRoot.tlogs },
    code: 'log-proof-invalid',
    proof: { 1: 'set', 2: 'checkpoint' },
    cosign: /failed to verify log inclusion|log public key not found/,
  },
  {
    name: "with the impostor's timestamp authority",
    root: {
      ...ownRoot,
      timestampAuthorities: impostorRoot.timestampAuthorities,
    },
    code: 'log-proof-invalid',
    proof: { 2: 'timestamp' },
    cosign: /failed to verify timestamps/,
  },
];

/** Other people than the signer, whom nothing may be taken to be by. */
const others: Record<What, CertificateIdentity[]> = {
  image: [
    { ...workflow, subject: `${workflow.subject}.1` },
    { ...workflow, issuer: 'https://token.actions.else.test' },
    person,
  ],
  provenance: [{ ...workflow, subject: workflow.subject.slice(0, -1) }, person],
  file: [
    personIdentity('minas@acme.test'),
    { ...person, issuer: 'https://else.test' },
    workflow,
  ],
};

for (const { name, way, suffix, expected } of ways)
  describe(name, { skip: !isThere('olareg', way.program) }, () => {
    let registry: ForeignRegistry;
    let server: FileServer;
    let cosign: KeylessCosign;

    before(async () => {
      registry = await startOlareg();
      server = await startFileServer();
      cosign = await KeylessCosign.create(way, sigstore);
    });
    after(async () => {
      registry.close();
      await Promise.all([server.close(), cosign.close()]);
    });

    /** @returns where ours is to look for it */
    async function sign(what: What): Promise<Target & { reference: string }> {
      const { by } = signers[what];
      if (what !== 'file') {
        const image = await push(registry.host, what);
        const target = { type: what, image };
        await cosign.sign(target, by);
        return { ...target, reference: image };
      }
      const file = cosign.file('release.tgz', `released by ${name}`);
      const bundle = path.join(cosign.folder, 'bundle');
      const target = { type: what, file, bundle };
      await cosign.sign(target, by);
      server.put(`release.tgz${suffix}`, readFileSync(bundle));
      const reference = server.put('release.tgz', readFileSync(file));
      return { ...target, reference };
    }

    for (const what of Object.keys(signers) as What[])
      describe(`signs: ${what}`, () => {
        const { by, role } = signers[what];
        const [material, kind] = expected[what];
        let target: Awaited<ReturnType<typeof sign>>;
        let period: [Date, Date];

        before(async () => {
          const start = wholeSeconds(new Date());
          target = await sign(what);
          period = [start, new Date()];
        });

        const lookUnder = (root: TrustedRootJson) =>
          look(target.reference, sigstoreAuthority('acme', root));

        it('proves signer, log entry and time', async () => {
          const found = await lookUnder(ownRoot);
          assert.deepEqual(found.unfinished, []);
          assert.deepEqual(found.materials, [material]);
          assert.deepEqual(outcomes(found), [`proven ${role}`]);
          const [evidence] = found.evidence;
          checkSigner(evidence, by);
          checkLogEntry(evidence, way, kind);
          checkTimes(evidence, way, period);
        });

        it('agrees with cosign that it is good', async () => {
          await cosign.verify(target, ownRoot, by);
        });

        for (const { name: which, root, code, ...refused } of roots) {
          const proof = refused.proof[way.rekor];
          if (!proof) continue;
          it(`refuses it under a root ${which}, as cosign does`, async () => {
            const found = await lookUnder(root);
            assert.deepEqual(outcomes(found), [`${code} -`]);
            assert.equal(firstFailed(found.evidence[0]), proof);
            await assert.rejects(
              cosign.verify(target, root, by),
              refused.cosign,
            );
          });
        }

        for (const other of others[what])
          it(`is not by ${other.subject} of ${other.issuer}, for cosign either`, async () => {
            const [{ signer }] = (await lookUnder(ownRoot)).evidence;
            assert.ok(signer?.type === 'certificate');
            assert.notDeepEqual(
              [signer.issuer, signer.subject],
              [other.issuer, other.subject],
            );
            await assert.rejects(
              cosign.verify(target, ownRoot, other),
              /expected SAN value|expected issuer value|none of the expected identities matched/,
            );
          });
      });
  });

function checkSigner({ signer }: Evidence, by: CertificateIdentity) {
  assert.ok(signer?.type === 'certificate');
  const { issuer, subject, subjectType, claims } = signer;
  const type = by.subjectType ?? 'uri';
  assert.deepEqual(
    [issuer, subject, subjectType],
    [by.issuer, by.subject, type],
  );
  for (const claim of [
    'sourceRepository',
    'sourceRef',
    'buildTrigger',
  ] as const)
    assert.equal(claims[claim], by.claims?.[claim], claim);
}

function checkLogEntry({ logEntry }: Evidence, way: Way, kind: string) {
  const log = way.rekor === 1 ? sigstore.rekor : sigstore.rekorV2;
  assert.equal(logEntry?.logId, log.id.toString('hex'));
  assert.equal(logEntry.kind, kind);
  assert.equal(logEntry.integratedAt !== undefined, way.rekor === 1);
}

/** Rekor v1 promises the time, beside Rekor v2 an authority stamps it. */
function checkTimes(
  { proofs, outcome, logEntry }: Evidence,
  way: Way,
  [start, end]: [Date, Date],
) {
  assert.deepEqual(
    [proofs.set.status, proofs.timestamp.status],
    way.rekor === 1 ? ['proven', 'absent'] : ['absent', 'proven'],
  );
  assert.ok(outcome.status === 'proven');
  const [time, ...more] = outcome.provenTimes;
  assert.deepEqual(more, []);
  assert.ok(start <= new Date(time) && new Date(time) <= end, time);
  if (way.rekor === 1) assert.equal(time, logEntry?.integratedAt);
}

const firstFailed = ({ proofs }: Evidence) =>
  proofNames.find(name => proofs[name].status === 'failed');

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
