import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import {
  corpusFolder,
  SigstoreInstance,
  toBundle,
  workflowIdentity,
} from '../../packages/sandbox/src';
import type { Digest } from '../../packages/domain/src';
import {
  publicGoodAuthority,
  sigstoreAuthority,
  verifyMaterial,
  type Authority,
  type Material,
} from '../../packages/verifier/src';
import { toMaterial } from '../../packages/verifier/src/material/Material';

export const now = new Date();

/** A bundle, and how it is verified by the library alone. */
export interface Sample {
  name: string;
  /** Rekor v1 entries prove their own time; the others bring a timestamp. */
  kind: 'rekor-v1' | 'timestamp';
  material: Material;
  subject: Digest;
  artifact: Buffer;
  authority: Authority;
  stock(): void;
}

function sample(
  name: string,
  bytes: Buffer,
  artifact: Buffer,
  authority: Authority,
  root: object,
): Sample {
  const trust = toTrustMaterial(TrustedRoot.fromJSON(root));
  const verifier = new Verifier(trust, { tlogThreshold: 1, ctlogThreshold: 1 });
  const subject = `sha256:${createHash('sha256')
    .update(artifact)
    .digest('hex')}`;
  const material = JSON.parse(bytes.toString()).verificationMaterial;
  return {
    name,
    kind: material.timestampVerificationData?.rfc3161Timestamps?.length
      ? 'timestamp'
      : 'rekor-v1',
    material: toMaterial({
      source: 'bundle-file',
      format: 'sigstore-bundle',
      mediaType: 'application/vnd.dev.sigstore.bundle+json',
      bytes,
    }),
    subject: subject as Digest,
    artifact,
    authority,
    stock() {
      const json = JSON.parse(bytes.toString());
      verifier.verify(toSignedEntity(bundleFromJSON(json), artifact));
    },
  };
}

/**
 * Every bundle of the corpus that the library and we accept; without a corpus, bundles of the sandbox.
 *
 * @throws Error where there is nothing to measure
 */
export function samples(): Sample[] {
  const folder = corpusFolder();
  const found = folder
    ? ofCorpus(join(folder, 'sigstore-bundles'))
    : ofSandbox();
  const accepted = found.filter(one => {
    try {
      one.stock();
    } catch {
      return false;
    }
    // What one of the two refuses would compare a refusal's diagnosis with a proof.
    const { material, subject, authority } = one;
    const evidence = verifyMaterial(material, { subject, authority, now });
    return evidence.outcome.status === 'proven';
  });
  if (accepted.length === 0) throw new Error('no bundle here is accepted');
  return accepted;
}

function ofCorpus(folder: string): Sample[] {
  const publicGood = publicGoodAuthority('public-good');
  const shared = readFileSync(join(folder, 'a.txt'));
  return readdirSync(folder)
    .filter(name => existsSync(join(folder, name, 'bundle.sigstore.json')))
    .filter(name => !name.endsWith('_fail'))
    .flatMap(name => {
      const has = (file: string) => existsSync(join(folder, name, file));
      const read = (file: string) => readFileSync(join(folder, name, file));
      if (has('key.pub')) return [];
      const own = has('trusted_root.json')
        ? JSON.parse(read('trusted_root.json').toString())
        : undefined;
      const authority = own ? sigstoreAuthority('own', own) : publicGood;
      if (authority.kind !== 'sigstore') return [];
      return sample(
        name,
        read('bundle.sigstore.json'),
        has('artifact') ? read('artifact') : shared,
        authority,
        own ?? authority.content.trustedRoot,
      );
    });
}

function ofSandbox(): Sample[] {
  const instance = SigstoreInstance.create({
    name: 'bench',
    clock: { now: () => new Date(now.getTime() - 3_600_000) },
  });
  const artifact = Buffer.from('a release file');
  const sha256 = createHash('sha256').update(artifact).digest('hex');
  const identity = workflowIdentity({
    repository: 'acme/payments',
    ref: 'refs/tags/v1.0.0',
  });
  const payload = Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'acme/payments', digest: { sha256 } }],
      // One that nobody reads: what is measured is the signature.
      predicateType: 'https://example.com/bench/v1',
      predicate: {},
    }),
  );
  const root = instance.trustedRoot();
  const authority = sigstoreAuthority('bench', root);
  const signer = { type: 'certificate' as const, identity };
  const signed = [
    instance.sign({ type: 'dsse', payload }, { signer }),
    instance.sign({ type: 'message', bytes: artifact }, { signer }),
    instance.sign(
      { type: 'dsse', payload },
      { signer, logEntry: 'dsse-0.0.2' },
    ),
  ];
  return signed.map((one, i) =>
    sample(
      `sandbox ${i + 1}`,
      Buffer.from(JSON.stringify(toBundle(one))),
      artifact,
      authority,
      root,
    ),
  );
}
