import {
  configurationOf,
  isKeySigner,
  readAcceptance,
  type AuthorityState,
  type RegistryContent,
} from '@countersign/domain';
import type { Authority } from '@countersign/verifier';
import { askPortal, type Portal } from '../portal/askPortal';
import type { Surroundings } from '../Surroundings';
import { publicGood, publicGoodRoot } from './publicGood';
import type { Policy } from './Policy';

const longest = 4 * 1024 * 1024;

/**
 * The rules in force of a portal, read as strictly as a file. Trust is no part of them: the public instance is known by its
 * name, and of every other authority that they name nothing is known here, so that what needs it cannot be told (S5.3).
 *
 * @throws Error with a sentence for people, where there are none that can be used
 */
export async function portalPolicy(
  portal: Portal,
  surroundings: Surroundings,
): Promise<Policy> {
  const url = new URL('api/provenance/acceptance', portal.portal);
  const answer = await askPortal({ ...portal, url, status: 200, longest });
  const { initial, ...lists } = read(answer);
  const root = await publicGoodRoot(surroundings);
  const authorities: Authority[] = [root];
  return { rules: initial, ...lists, authorities, missing: missingOf(initial) };
}

function read(answer: unknown) {
  try {
    const { rules, distrust, builders } = answer as RegistryContent;
    if (!Array.isArray(rules)) throw new Error('rules are missing');
    const { governance: _, ...list } = readAcceptance(
      configurationOf({
        ...{ rules },
        ...(distrust && { distrust }),
        ...(builders && { builders }),
      }),
      'acceptance',
    );
    return list;
  } catch (error) {
    throw new Error(
      `the rules of the portal cannot be read (${(error as Error).message})`,
    );
  }
}

function missingOf(rules: Policy['rules']): AuthorityState[] {
  const signers = rules.flatMap(rule => [
    ...rule.signers,
    ...(rule.requirements ?? []).flatMap(one => one.signers ?? []),
  ]);
  const found = new Map<string, AuthorityState>();
  for (const signer of signers) {
    const [name, kind] = isKeySigner(signer)
      ? [signer.key, 'key' as const]
      : [signer.authority, 'sigstore' as const];
    if (name === publicGood) continue;
    const message = `The portal names the authority "${name}", whose trust is not known here; name it in a policy file.`;
    const cause = {
      code: 'authority-missing' as const,
      origin: 'infrastructure' as const,
      message,
    };
    found.set(name, { name, kind, status: 'failed', cause });
  }
  return [...found.values()];
}
