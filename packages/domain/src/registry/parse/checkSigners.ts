import type { AuthorityState } from '../../records/authority';
import type { DistrustEntry } from '../distrust';
import { isKeySigner, type AcceptanceRule, type RuleSigner } from '../rule';
import { authorityProblem } from './authorityProblem';
import { ConfigurationError } from './ConfigurationError';

/**
 * Refuses a rule whose signer no authority can ever prove: the name does not exist, or it is of the other kind.
 * Modules may bring authorities, so this runs after they have spoken.
 *
 * @param path - of the list of rules
 * @throws ConfigurationError with the path of the signer
 * @public
 */
export function checkSigners(
  rules: AcceptanceRule[],
  authorities: AuthorityState[],
  path: string,
): void {
  rules.forEach(({ signers, requirements = [] }, i) => {
    checkAll(signers, `${path}[${i}].signers`, authorities);
    requirements.forEach((requirement, j) =>
      checkAll(
        requirement.signers ?? [],
        `${path}[${i}].requirements[${j}].signers`,
        authorities,
      ),
    );
  });
}

/**
 * Refuses a distrust entry about a key or authority that does not exist: whoever wrote it believes that it holds.
 *
 * @param path - of the list of entries
 * @throws ConfigurationError with the path of the name
 * @public
 */
export function checkDistrust(
  entries: DistrustEntry[],
  authorities: AuthorityState[],
  path: string,
): void {
  entries.forEach((entry, i) => {
    const at = `${path}[${i}]`;
    if ('key' in entry) check(entry.key, 'key', `${at}.key`, authorities);
    if ('authority' in entry)
      check(entry.authority, undefined, `${at}.authority`, authorities);
    if (!('identity' in entry)) return;
    const { authority } = entry.identity;
    if (authority !== undefined)
      check(authority, 'sigstore', `${at}.identity.authority`, authorities);
  });
}

function checkAll(
  signers: RuleSigner[],
  path: string,
  authorities: AuthorityState[],
) {
  signers.forEach((signer, j) => {
    const at = `${path}[${j}]`;
    if (isKeySigner(signer)) check(signer.key, 'key', `${at}.key`, authorities);
    else check(signer.authority, 'sigstore', `${at}.authority`, authorities);
  });
}

function check(
  name: string,
  kind: AuthorityState['kind'] | undefined,
  path: string,
  authorities: AuthorityState[],
) {
  const problem = authorityProblem(name, kind, authorities);
  if (problem) throw new ConfigurationError(path, problem);
}
