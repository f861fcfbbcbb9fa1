import {
  configurationOf,
  lint,
  ruleInWords,
  signerInWords,
  visibleText,
  type AcceptanceResponse,
  type AcceptanceRule,
  type LintFinding,
  type RuleInWords,
  type RuleSigner,
  type SignerInWords,
} from '@countersign/backstage-plugin-provenance-common';
import { compareEnvironments } from './environments';
import { counted } from './setup';

/** A rule, its words, and what the linter says about it. */
export interface RuleEntry {
  rule: AcceptanceRule;
  words: RuleInWords;
  findings: LintFinding[];
}

/** What the page shows of a version of the registry. */
export interface AcceptanceList {
  rules: RuleEntry[];
  /** By the place of the entry in its list. */
  distrustFindings: Map<number, LintFinding[]>;
  builderFindings: Map<number, LintFinding[]>;
  bindingFindings: Map<number, LintFinding[]>;
  keyFindings: Map<number, LintFinding[]>;
}

/**
 * A version of the registry in words, with what the linter finds in it.
 *
 * @param environments - those that are declared; absent: not known, and nothing is said about names
 */
export function readAloud(
  registry: AcceptanceResponse,
  environments?: string[],
): AcceptanceList {
  const findings = lint(configurationOf(registry), { environments });
  const ofRules = byPlace(findings, 'initial');
  return {
    rules: registry.rules.map((rule, i) => ({
      rule,
      words: ruleInWords(rule),
      findings: ofRules.get(i) ?? [],
    })),
    distrustFindings: byPlace(findings, 'distrust'),
    builderFindings: byPlace(findings, 'builders'),
    bindingFindings: byPlace(findings, 'bindings'),
    keyFindings: byPlace(findings, 'keys'),
  };
}

function byPlace(findings: LintFinding[], list: string) {
  const found = new Map<number, LintFinding[]>();
  for (const finding of findings) {
    const [, name, place] = /^(\w+)\[(\d+)\]/.exec(finding.path) ?? [];
    if (name !== list) continue;
    const index = Number(place);
    found.set(index, [...(found.get(index) ?? []), finding]);
  }
  return found;
}

/** What a person narrows the table to; an empty text does not narrow. */
export interface RuleFilters {
  search: string;
  environment: string;
  /** As {@link signerKey} names one. */
  signer: string;
}

/** The rules that fit all of it, in the order of the list. */
export function narrowedRules(
  rules: RuleEntry[],
  { search, environment, signer }: RuleFilters,
): RuleEntry[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rules.filter(entry => {
    const { rule } = entry;
    const text = wanted.length > 0 ? searchedText(entry) : '';
    return (
      wanted.every(word => text.includes(word)) &&
      (environment === '' ||
        (rule.environments?.includes(environment) ?? true)) &&
      (signer === '' || signersOf(rule).some(one => signerKey(one) === signer))
    );
  });
}

/** Everything that somebody may remember of a rule: as it is written, and as it is said. */
function searchedText({ rule, words, findings }: RuleEntry): string {
  return [
    JSON.stringify(rule),
    JSON.stringify(words),
    ...findings.map(({ code, severity }) => `${code} ${severity}`),
  ]
    .join(' ')
    .toLowerCase();
}

/** Those of the rule, and those of what it asks for besides. */
function signersOf({ signers, requirements = [] }: AcceptanceRule) {
  return [...signers, ...requirements.flatMap(one => one.signers ?? [])];
}

/** One text for each signer, whatever claims a rule asks of it besides. */
function signerKey(signer: RuleSigner): string {
  return 'key' in signer
    ? `key ${signer.key}`
    : `${signer.authority} ${signer.issuer} ${signer.subject}`;
}

export interface Option {
  value: string;
  words: string;
}

/** Whoever may sign anything, once each, by the alphabet. */
export function signerOptions(rules: RuleEntry[]): Option[] {
  const options = new Map<string, string>();
  for (const { rule } of rules)
    for (const signer of signersOf(rule)) {
      const key = signerKey(signer);
      if (!options.has(key))
        options.set(key, shortSigner(signerInWords(signer)));
    }
  return [...options]
    .map(([value, words]) => ({ value, words }))
    .sort((a, b) => a.words.localeCompare(b.words));
}

/** `workflow release.yml of acme/payments on version tags (v*), GitHub Actions` */
export function shortSigner({ words, issuer }: SignerInWords): string {
  return visibleText([words, issuer].filter(Boolean).join(', '), 160);
}

/** The environments that the portal declares and those that rules name, in their order. */
export function environmentOptions(
  rules: RuleEntry[],
  declared: string[],
): Option[] {
  const named = rules.flatMap(({ rule, words }) => [
    ...(rule.environments ?? []),
    ...words.modes.flatMap(({ environment }) => environment ?? []),
  ]);
  return [...new Set([...declared, ...named])]
    .sort((a, b) => compareEnvironments(a, b, declared))
    .map(value => ({ value, words: visibleText(value, 80) }));
}

/** `1 error and 2 warnings`; undefined where there is none. */
export function findingCounts(findings: LintFinding[]): string | undefined {
  const count = (severity: LintFinding['severity']) =>
    findings.filter(one => one.severity === severity).length;
  const parts = [
    { number: count('error'), one: 'error' },
    { number: count('warning'), one: 'warning' },
  ].filter(({ number }) => number > 0);
  return parts.length === 0
    ? undefined
    : parts.map(({ number, one }) => counted(number, one)).join(' and ');
}

/** `Version 42 is in force: 7 rules, 1 distrust entry.` */
export function versionWords(registry: AcceptanceResponse): string {
  const { version, rules, distrust = [] } = registry;
  const parts = [
    counted(rules.length, 'rule'),
    ...(distrust.length > 0
      ? [counted(distrust.length, 'distrust entry', 'distrust entries')]
      : []),
  ];
  return `Version ${version} is in force: ${parts.join(', ')}.`;
}

/** The first rule of a portal that has none: it shows what would be blocked, and blocks nothing. */
export const firstRule = `provenance:
  acceptance:
    initial:
      - name: acme-release
        references: ['ghcr.io/acme/**']
        environments: [prod]
        mode: observe
        signers:
          - authority: public-good
            issuer: https://token.actions.githubusercontent.com
            subject: https://github.com/acme/*/.github/workflows/release.yml@refs/tags/v*
`;
