import {
  visibleText,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { standingOf, worstFirst, type Standing } from './standing';
import { compareEnvironments } from './environments';

export interface EntitySummary {
  /** No more than a person reads in a glance: how many are trusted, and what is or would be blocked. */
  sentence: string;
  /** What else is not as it should be, in short. */
  rest?: string;
  /** The worst of all, which gives the colour. */
  standing: Standing;
  /** The oldest proof among the usages, ISO 8601; undefined before the first. */
  provenAt?: string;
}

/** Naming more environments than this in a headline tells less than the count alone. */
const mostEnvironmentsNamed = 2;

/** `7 of 9 artifacts trusted. 1 in prod would be blocked.` */
export function summarize(
  usages: UsageSummary[],
  declared: string[],
): EntitySummary {
  const worst = usages.map(standingOf).sort(worstFirst)[0] ?? 'not-checked-yet';
  return {
    sentence: joined(' ', [
      alarmWords(usages),
      trustedWords(usages),
      blockedWords(usages, 'deny', declared),
      blockedWords(usages, 'warn', declared),
    ]),
    rest: joined(' · ', restWords(usages)) || undefined,
    standing: worst,
    provenAt: oldestProof(usages),
  };
}

function joined(separator: string, parts: (string | undefined)[]): string {
  return parts.filter(part => part !== undefined).join(separator);
}

function alarmWords(usages: UsageSummary[]): string | undefined {
  const alarms = countOf(usages, 'alarm');
  return alarms > 0 ? `${alarms} ${plural(alarms, 'alarm')}.` : undefined;
}

function trustedWords(usages: UsageSummary[]): string {
  const trusted = usages.filter(usage => usage.verdict === 'trusted').length;
  return `${trusted} of ${usages.length} ${plural(
    usages.length,
    'artifact',
  )} trusted.`;
}

/** What has no rule or was not looked at yet is counted apart (S4.7). */
function blockedWords(
  usages: UsageSummary[],
  decision: 'deny' | 'warn',
  declared: string[],
): string | undefined {
  const hit = usages.filter(usage => {
    const standing = standingOf(usage);
    return (
      usage.decision === decision &&
      standing !== 'no-rule' &&
      standing !== 'not-checked-yet'
    );
  });
  if (hit.length === 0) return undefined;
  const being = hit.length === 1 ? 'is blocked' : 'are blocked';
  const verb = decision === 'deny' ? being : 'would be blocked';
  const environments = [...new Set(hit.map(usage => usage.environment))].sort(
    (a, b) => compareEnvironments(a, b, declared),
  );
  if (environments.length === 1) {
    return `${hit.length}${inEnvironment(environments[0])} ${verb}.`;
  }
  if (environments.length > mostEnvironmentsNamed) {
    return `${hit.length} ${verb}.`;
  }
  const parts = environments.map(environment => {
    const count = hit.filter(u => u.environment === environment).length;
    return `${count} ${environmentWords(environment)}`;
  });
  return `${hit.length} ${verb}: ${parts.join(', ')}.`;
}

function restWords(usages: UsageSummary[]): (string | undefined)[] {
  const parts: [Standing, string][] = [
    ['cannot-tell', 'could not be told'],
    ['no-rule', 'without a rule'],
    ['excepted', 'allowed by exception'],
    ['stale', 'not proven lately'],
    ['not-checked-yet', 'waiting for the first look'],
  ];
  // S11.3: what strangers signed stands where one looks for it, and is no news.
  const findings = usages
    .flatMap(usage => usage.findings)
    .filter(({ code }) => code !== 'unaccepted-signers').length;
  return [
    ...parts.map(([standing, words]) => {
      const count = countOf(usages, standing);
      return count > 0 ? `${count} ${words}` : undefined;
    }),
    findings > 0 ? `${findings} ${plural(findings, 'finding')}` : undefined,
  ];
}

function countOf(usages: UsageSummary[], standing: Standing): number {
  return usages.filter(usage => standingOf(usage) === standing).length;
}

function oldestProof(usages: UsageSummary[]): string | undefined {
  return usages
    .flatMap(({ freshness }) =>
      freshness.status === 'none' ? [] : [freshness.provenAt],
    )
    .sort()[0];
}

function inEnvironment(environment: string | undefined): string {
  return environment === undefined ? '' : ` in ${visibleText(environment, 40)}`;
}

function environmentWords(environment: string | undefined): string {
  return environment === undefined
    ? 'without an environment'
    : `in ${visibleText(environment, 40)}`;
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
