import {
  layouts,
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  workflowIdentity,
} from '@countersign/sandbox';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A registry with one signed image and the trust root that proves the signature, in a process of its own: what the
 * packaging check points an installed portal at. The folder that the argument names gets `trusted_root.json` and
 * `world.json`.
 */
async function main(dir: string) {
  const registry = await startRegistry();
  const sigstore = SigstoreInstance.create({
    name: 'packaging',
    clock: { now: () => new Date() },
  });
  const identity = workflowIdentity({
    repository: 'acme/payments',
    ref: 'refs/tags/v1.0.0',
  });
  const repository = registry.repository('acme/payments');
  const { digest } = pushImage(repository, { tag: '1.0.0' });
  for (const layout of layouts) {
    signImage({
      repository,
      subject: digest,
      sigstore,
      layout,
      signer: { type: 'certificate', identity },
    });
  }
  writeFileSync(
    path.join(dir, 'trusted_root.json'),
    JSON.stringify(sigstore.trustedRoot()),
  );
  const { host } = registry;
  const { issuer, subject } = identity;
  const world = { host, digest, issuer, subject };
  writeFileSync(path.join(dir, 'world.json'), JSON.stringify(world));
  process.stdout.write('ready\n');
}

main(process.argv[2]).catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
