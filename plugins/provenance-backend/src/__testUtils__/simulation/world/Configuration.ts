import {
  isKeySigner,
  type AcceptanceList,
  type Digest,
  type DistrustEntry,
  type Mode,
} from '@countersign/domain';
import { hosts } from './Artifact';
import { ruleSigners, type Actor } from './Signers';

/** A rule as the world knows it. */
export interface RulePlan {
  name: string;
  references: string;
  environments?: string[];
  mode: Mode;
  actors: readonly Actor[];
  /** Asks for a scan without critical findings, by the actors. */
  asksForScan?: boolean;
  isDropped?: boolean;
}

/** Somebody or something that counts for nothing any more. */
export type DistrustPlan =
  | { actor: Actor; /** Milliseconds; absent: always. */ from?: number }
  | { digest: Digest };

/** How the authority of the partner stands in configuration. */
export type PartnerState = 'loaded' | 'missing' | 'removed';

/** What the people of the company wrote; every replica reads it when it starts. */
export interface Configuration {
  /** Counts the changes, so that none is mistaken for one of before. */
  edition: number;
  rules: readonly RulePlan[];
  distrust: readonly DistrustPlan[];
  partner: PartnerState;
}

export const environments = ['dev', 'prod'];

const images = `${hosts.registry}/acme/**`;

export const firstConfiguration: Configuration = {
  edition: 0,
  partner: 'loaded',
  distrust: [],
  rules: [
    {
      name: 'production',
      references: images,
      environments: ['prod'],
      mode: 'enforce',
      actors: ['release', 'key'],
    },
    {
      name: 'development',
      references: images,
      environments: ['dev'],
      mode: 'observe',
      actors: ['release', 'build', 'partner'],
    },
    {
      name: 'scanned',
      references: `${hosts.registry}/acme/scanned`,
      mode: 'enforce',
      actors: ['release'],
      asksForScan: true,
    },
    {
      name: 'files',
      references: `https://${hosts.files}/**`,
      mode: 'enforce',
      actors: ['release', 'partner'],
    },
  ],
};

/** The list as configuration holds it. */
export function acceptanceList(configuration: Configuration): AcceptanceList {
  const { rules, distrust, edition } = configuration;
  return {
    initial: rules
      .filter(({ isDropped }) => !isDropped)
      .map(({ name, references, environments: where, mode, ...plan }) => ({
        name,
        references: [references],
        ...(where && { environments: where }),
        mode,
        signers: plan.actors.map(actor => ruleSigners[actor]),
        runbook: `https://wiki.test/edition-${edition}`,
        ...(plan.asksForScan && {
          requirements: [
            { type: 'signature' as const },
            { type: 'scan' as const, maximum: { critical: 0 } },
          ],
        }),
      })),
    distrust: distrust.map(entryOf),
  };
}

function entryOf(plan: DistrustPlan): DistrustEntry {
  const reason = 'it was stolen';
  if ('digest' in plan) return { digest: plan.digest, reason };
  const from =
    plan.from === undefined ? {} : { from: new Date(plan.from).toISOString() };
  const signer = ruleSigners[plan.actor];
  if (isKeySigner(signer)) return { key: signer.key, reason, ...from };
  const { authority, issuer, subject } = signer;
  return { identity: { authority, issuer, subject }, reason, ...from };
}
