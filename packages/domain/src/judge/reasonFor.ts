import type { Reason } from '../records/verdict';
import { isKeySigner } from '../registry/rule';
import { describeSigner } from '../text/describeSigner';
import { wordsFor } from './conditions';
import { distrusted } from './distrust';
import type { RequirementContext } from './judgeRequirement';
import type { Standing } from './standing';

/** The reason for a material's standing, with what a person needs to see: who, which rule, what differs. */
export function reasonFor(
  standing: Standing,
  { rule, demand, subject }: RequirementContext,
): Reason {
  const { code, evidence, nearest, distrust } = standing;
  if (distrust) return distrusted(distrust, evidence);
  const failure =
    evidence?.outcome.status === 'failed'
      ? evidence.outcome.message
      : undefined;
  const certificate = certificateOf(standing);
  const parameters: Record<string, string | undefined> = {
    rule: rule.name,
    authority: standing.missing ?? evidence?.authority,
    signer:
      evidence?.signer && describeSigner(evidence.signer, evidence.authority),
    digest: subject,
    found: nearest?.found ?? foundStatement(standing),
    wanted: wantedWords(standing, demand),
    ref: nearest?.part === 'ref' ? nearest.found : undefined,
    message: standing.problem ?? failure,
    limit: failure,
    notBefore: certificate?.notBefore,
    notAfter: certificate?.notAfter,
  };
  return { code, parameters: known(parameters) };
}

function wantedWords(
  { code, nearest }: Standing,
  { requirement, signers }: RequirementContext['demand'],
) {
  if (code === 'attestation-missing') return wordsFor(requirement);
  if (!nearest) return undefined;
  const signer = signers[nearest.index];
  if (nearest.part === 'kind')
    return isKeySigner(signer) ? 'a key' : 'a certificate of a named identity';
  return nearest.wanted;
}

function foundStatement({ code, evidence }: Standing) {
  if (code !== 'attestation-missing') return undefined;
  return evidence?.statement?.predicateType ?? evidence?.statement?.role;
}

function certificateOf({ evidence }: Standing) {
  return evidence?.signer?.type === 'certificate' ? evidence.signer : undefined;
}

function known(
  parameters: Record<string, string | undefined>,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(parameters)) {
    const value = parameters[name];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
