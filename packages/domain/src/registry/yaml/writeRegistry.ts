import { Document, isScalar, Scalar, visit, type Pair } from 'yaml';
import type { DistrustEntry } from '../distrust';
import type { GovernedKey } from '../governedKey';
import type { RepositoryBinding } from '../repositoryBinding';
import type { Requirement } from '../requirement';
import type { ReviewedBuilder } from '../reviewedBuilders';
import type { AcceptanceRule, RegistryContent } from '../rule';

/**
 * What a version of the registry says, as configuration writes it: what {@link lint} looks at, and what
 * {@link readAcceptance} reads back.
 *
 * @public
 */
export function configurationOf({
  rules,
  distrust,
  builders,
  bindings,
  keys,
}: RegistryContent): Record<string, unknown> {
  return {
    initial: rules.map(ruleAsConfigured),
    ...(distrust && { distrust }),
    ...(builders && { builders: builders.map(builderAsConfigured) }),
    ...(bindings && { bindings }),
    ...(keys && { keys }),
  };
}

/**
 * One rule as the lines of a registry file: what stands there, for people to read and to paste.
 *
 * @public
 */
export function ruleAsYaml(rule: AcceptanceRule): string {
  return asYaml([ruleAsConfigured(rule)]);
}

/**
 * A list as the lines of a registry file, in whatever state of being written it is.
 *
 * @param list - as {@link configurationOf} has it
 * @public
 */
export function listAsYaml(list: Record<string, unknown>): string {
  return asYaml(list);
}

/**
 * One distrust entry as the lines of a registry file.
 *
 * @public
 */
export function distrustAsYaml(entry: DistrustEntry): string {
  return asYaml([entry]);
}

/**
 * One reviewed builder as the lines of a registry file.
 *
 * @public
 */
export function builderAsYaml(builder: ReviewedBuilder): string {
  return asYaml([builderAsConfigured(builder)]);
}

/**
 * One binding as the lines of a registry file.
 *
 * @public
 */
export function bindingAsYaml(binding: RepositoryBinding): string {
  return asYaml([binding]);
}

/**
 * One governed key as the lines of a registry file.
 *
 * @public
 */
export function keyAsYaml(key: GovernedKey): string {
  return asYaml([key]);
}

function ruleAsConfigured(rule: AcceptanceRule): Record<string, unknown> {
  const { requirements, ...rest } = rule;
  return {
    ...rest,
    ...(requirements && { requirements: requirements.map(asConfigured) }),
  };
}

function asConfigured(requirement: Requirement): Record<string, unknown> {
  const { maximumAgeMs, ...rest } = requirement;
  return {
    ...rest,
    ...(maximumAgeMs !== undefined && { maximumAge: durationOf(maximumAgeMs) }),
  };
}

function builderAsConfigured({
  signer,
  ...rest
}: ReviewedBuilder): Record<string, unknown> {
  return { ...rest, ...signer };
}

const units: [string, number][] = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1_000],
  ['milliseconds', 1],
];

/** In the largest unit that needs no fraction. */
function durationOf(milliseconds: number): Record<string, number> {
  const [name, length] =
    units.find(([, one]) => milliseconds % one === 0) ??
    units[units.length - 1];
  return { [name]: milliseconds / length };
}

/** What draws nothing or moves what is drawn, but for the ends of lines that YAML itself needs. */
const invisible =
  /[^\P{C}\n]|[\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/** What a person reads first. The database has keys by their letters. */
const leading = [
  ...['name', 'owner', 'rationale', 'runbook', 'references', 'environments'],
  ...['kinds', 'entities', 'mode', 'modes', 'signers', 'requirements'],
  ...['type', 'authority', 'issuer', 'subject'],
];

function rankOf({ key }: Pair): number {
  const place = leading.indexOf(isScalar(key) ? String(key.value) : '');
  return place === -1 ? leading.length : place;
}

/**
 * Plain data as YAML. A text with characters that a person does not see, or sees elsewhere, is quoted and has them
 * written out, so that what is read is what is there.
 */
function asYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Map(_, { items }) {
      items.sort((a, b) => rankOf(a) - rankOf(b));
    },
    Scalar(_, node) {
      if (isScalar<unknown>(node) && isHidden(node.value))
        node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document
    .toString({ lineWidth: 0, doubleQuotedAsJSON: true })
    .replace(invisible, writtenOut);
}

function isHidden(value: unknown): boolean {
  return typeof value === 'string' && value.search(invisible) !== -1;
}

function writtenOut(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length > 4
    ? `\\U${code.padStart(8, '0')}`
    : `\\u${code.padStart(4, '0')}`;
}
