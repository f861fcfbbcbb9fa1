import { utf8String } from './der';
import { extension } from './x509';

/**
 * What an identity provider says about a run, as Fulcio writes it into a certificate.
 *
 * @remarks Source: Fulcio, oid-info, 1.3.6.1.4.1.57264.1.2 to .24. The issuer (.1 and .8) is the identity's own.
 * @public
 */
export interface FulcioClaims {
  /** The five `workflow...` claims are the old form, which certificates of GitHub's workflows still carry. */
  workflowTrigger?: string;
  workflowSha?: string;
  workflowName?: string;
  workflowRepository?: string;
  workflowRef?: string;
  buildSignerUri?: string;
  buildSignerDigest?: string;
  runnerEnvironment?: string;
  sourceRepository?: string;
  sourceDigest?: string;
  sourceRef?: string;
  sourceRepositoryId?: string;
  owner?: string;
  ownerId?: string;
  buildConfigUri?: string;
  buildConfigDigest?: string;
  buildTrigger?: string;
  runInvocationUri?: string;
  sourceVisibility?: string;
  deploymentEnvironment?: string;
  tokenSubject?: string;
}

const arc = '1.3.6.1.4.1.57264.1';

const claimNumbers: Record<keyof FulcioClaims, number> = {
  workflowTrigger: 2,
  workflowSha: 3,
  workflowName: 4,
  workflowRepository: 5,
  workflowRef: 6,
  buildSignerUri: 9,
  buildSignerDigest: 10,
  runnerEnvironment: 11,
  sourceRepository: 12,
  sourceDigest: 13,
  sourceRef: 14,
  sourceRepositoryId: 15,
  owner: 16,
  ownerId: 17,
  buildConfigUri: 18,
  buildConfigDigest: 19,
  buildTrigger: 20,
  runInvocationUri: 21,
  sourceVisibility: 22,
  deploymentEnvironment: 23,
  tokenSubject: 24,
};

/** Up to here values are the text itself; from .8 on they are UTF8String. */
const lastOfOldForm = 6;

/** The issuer in both forms (.1 and .8), then every claim in the form of its number. */
export function fulcioExtensions(
  issuer: string,
  claims: FulcioClaims,
): Buffer[] {
  const extensions = [
    extension(`${arc}.1`, Buffer.from(issuer)),
    extension(`${arc}.8`, utf8String(issuer)),
  ];
  for (const [name, number] of Object.entries(claimNumbers)) {
    const value = claims[name as keyof FulcioClaims];
    if (value === undefined) continue;
    const bytes =
      number <= lastOfOldForm ? Buffer.from(value) : utf8String(value);
    extensions.push(extension(`${arc}.${number}`, bytes));
  }
  return extensions;
}
