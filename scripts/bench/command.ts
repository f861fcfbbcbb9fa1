import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Digest } from '../../packages/domain/src';
import {
  pushImage,
  SigstoreInstance,
  signImage,
  startRegistry,
  workflowIdentity,
} from '../../packages/sandbox/src';
import { median, report, skip } from './figures';

const name = 'ct verify of an image on this machine';
const rounds = process.argv.includes('--quick') ? 9 : 25;

/** The command as its package holds it: one file, without the sources beside it. */
function packed(folder: string): string {
  const source = resolve(__dirname, '../../packages/cli');
  execFileSync(process.execPath, [join(source, 'bundle.mjs')]);
  const target = join(folder, 'cli');
  cpSync(join(source, 'bin'), join(target, 'bin'), { recursive: true });
  mkdirSync(join(target, 'dist'));
  cpSync(
    join(source, 'dist/countersign.js'),
    join(target, 'dist/countersign.js'),
  );
  return join(target, 'bin/countersign');
}

async function signedImage(folder: string) {
  const clock = { now: () => new Date(Date.now() - 3_600_000) };
  const sigstore = SigstoreInstance.create({ name: 'bench', clock });
  const identity = workflowIdentity({
    repository: 'acme/payments',
    ref: 'refs/tags/v1.0.0',
  });
  const registry = await startRegistry();
  const repository = registry.repository('acme/payments');
  const subject = pushImage(repository, { tag: 'v1' }).digest as Digest;
  const signer = { type: 'certificate' as const, identity };
  const dockerReference = `${registry.host}/acme/payments`;
  signImage({
    ...{ repository, subject, sigstore, signer },
    ...{ layout: 'referrer', dockerReference },
  });
  const root = join(folder, 'trusted_root.json');
  writeFileSync(root, JSON.stringify(sigstore.trustedRoot()));
  return {
    registry,
    args: [
      ...['--certificate-identity', identity.subject],
      ...['--certificate-oidc-issuer', identity.issuer],
      ...['--trusted-root', root, `${dockerReference}@${subject}`],
    ],
  };
}

/** Milliseconds of one process from its start to its end; one that does not accept the image is no measure. */
async function once([file, ...args]: string[], env: NodeJS.ProcessEnv) {
  const begin = process.hrtime.bigint();
  await promisify(execFile)(file, args, { env });
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

/** Both verify the same image with the same root and without any other host, in turns. */
export async function command() {
  const cosign = process.env.INTEROP_COSIGN_V3;
  if (cosign === undefined) {
    skip(name, 'cosign is not there: build it with `yarn interop:tools`');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const { registry, args } = await signedImage(folder);
  const env = { PATH: process.env.PATH, HOME: folder };
  const commands = {
    ours: [process.execPath, packed(folder), 'verify', ...args],
    theirs: [cosign, 'verify', '--allow-http-registry', ...args],
  };
  const taken = { ours: [] as number[], theirs: [] as number[] };
  // The first round fills caches.
  for (let round = -1; round < rounds; round++)
    for (const who of ['ours', 'theirs'] as const) {
      const ms = await once(commands[who], env);
      if (round >= 0) taken[who].push(ms);
    }
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
  report({
    name,
    value: median(taken.ours),
    unit: 'ms',
    baseline: 'cosign verify',
    ratio: median(taken.theirs) / median(taken.ours),
  });
}
