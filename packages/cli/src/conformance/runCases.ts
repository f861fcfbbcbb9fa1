import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ending } from '../exit/exitCodes';
import { whyUnread } from '../files';
import { onlyPositional, readOptions } from '../options/readOptions';
import { UsageError } from '../options/UsageError';
import { shown } from '../output';
import { readPolicy } from '../policy/readPolicy';
import type { Surroundings } from '../Surroundings';
import { verifyCase } from './verifyCase';

/** Who signed the suite's bundles where a case does not say otherwise. */
const defaults = {
  identity:
    'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main',
  issuer: 'https://token.actions.githubusercontent.com',
};

const bundleName = 'bundle.sigstore.json';

/**
 * `ct conformance run`: every case of a folder of the public suite, in one process. A case whose name ends in `_fail`
 * has to be refused, every other accepted.
 */
export async function runCases(
  args: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  const { positionals } = readOptions(args, {});
  const folder = onlyPositional(positionals, 'folder of cases');
  const names = await casesOf(folder);
  const bad: string[] = [];
  for (const name of names) {
    const { accepted, why } = await outcomeOf(folder, name, surroundings);
    if (accepted === !name.endsWith('_fail')) {
      await surroundings.print(`ok ${shown(name)}\n`);
    } else {
      bad.push(name);
      await surroundings.print(`BAD ${shown(name)} ${shown(why)}\n`);
    }
  }
  return bad.length > 0 ? 'untrusted' : 'ok';
}

async function casesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch(error => {
    throw new UsageError(`${folder} ${whyUnread(error)}`);
  });
  const names = entries
    .filter(name => existsSync(join(folder, name, bundleName)))
    .sort();
  // A misspelt folder in which nothing failed would read as a suite that passed.
  if (names.length === 0)
    throw new UsageError(`${folder} holds no folder with a ${bundleName}`);
  return names;
}

async function outcomeOf(
  folder: string,
  name: string,
  surroundings: Surroundings,
): Promise<{ accepted: boolean; why: string }> {
  const path = (file: string) => join(folder, name, file);
  const given = (file: string) =>
    existsSync(path(file)) ? path(file) : undefined;
  try {
    const policy = await readPolicy(await signerOf(name, given), surroundings);
    const artifact = { path: given('artifact') ?? join(folder, 'a.txt') };
    const { judgement } = await verifyCase(
      { bundle: path(bundleName), artifact, policy },
      surroundings,
    );
    const { verdict, reason } = judgement;
    return {
      accepted: verdict === 'trusted',
      why: `${verdict}: ${reason.code}`,
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { accepted: false, why: `refused: ${error.message}` };
  }
}

/** The options that the suite would give. One of its cases is named for being given a key and an identity. */
async function signerOf(
  name: string,
  given: (file: string) => string | undefined,
) {
  const key = given('key.pub');
  const asIdentity =
    key === undefined || name.includes('managed-key-and-client-identity');
  return {
    key,
    'certificate-identity': asIdentity
      ? await textOf(given('identity'), defaults.identity)
      : undefined,
    'certificate-oidc-issuer': asIdentity
      ? await textOf(given('issuer'), defaults.issuer)
      : undefined,
    policy: undefined,
    'trusted-root': given('trusted_root.json'),
  };
}

async function textOf(file: string | undefined, otherwise: string) {
  return file === undefined ? otherwise : (await readFile(file, 'utf8')).trim();
}
