import type { SignerClaims } from '@countersign/domain';
import type { X509Certificate } from '@sigstore/core';
import { derText, utf8 } from './text';

const fulcio = '1.3.6.1.4.1.57264.1';
const githubIssuer = 'https://token.actions.githubusercontent.com';

/** Fulcio, oid-info: DER UTF8String from .8 on. */
const claimArcs = {
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
} satisfies Partial<Record<keyof SignerClaims, number>>;

/** The older extensions, raw text; they fill names that are missing. No newer one has the workflow's name. */
const olderArcs = {
  buildTrigger: 2,
  sourceDigest: 3,
  workflowName: 4,
  sourceRepository: 5,
  sourceRef: 6,
} satisfies Partial<Record<keyof SignerClaims, number>>;

const olderRepository = olderArcs.sourceRepository;
const issuerArcs = { older: 1, newer: 8 };

/** The arcs whose values are DER UTF8String: issuer and claims. */
export const textArcs = [issuerArcs.newer, ...Object.values(claimArcs)];

export const oidOf = (arc: number) => `${fulcio}.${arc}`;

/** What a certificate says in the newer form, and what it says in the older one, each by itself. */
export interface BothForms {
  newer: SignerClaims & { issuer?: string };
  older: SignerClaims & { issuer?: string };
}

export function readForms(certificate: X509Certificate): BothForms {
  const valueOf = (arc: number) => certificate.extension(oidOf(arc))?.value;
  const newer = read({ issuer: issuerArcs.newer, ...claimArcs }, arc => {
    const value = valueOf(arc);
    return value && derText(value);
  });
  const older = read({ issuer: issuerArcs.older, ...olderArcs }, arc => {
    const value = valueOf(arc);
    return value && modern(arc, utf8(value), newer.issuer ?? githubIssuer);
  });
  return { newer, older };
}

function read(
  arcs: Record<string, number>,
  textOf: (arc: number) => string | undefined,
): SignerClaims & { issuer?: string } {
  return Object.fromEntries(
    Object.entries(arcs)
      .map(([name, arc]) => [name, textOf(arc)])
      .filter(([, text]) => text !== undefined),
  );
}

/** The older extension has `owner/name`, the newer one an address. */
function modern(arc: number, value: string, issuer: string) {
  return arc === olderRepository && issuer === githubIssuer
    ? `https://github.com/${value}`
    : value;
}
