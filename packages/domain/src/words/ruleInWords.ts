import type { AcceptanceRule } from '../registry/rule';
import { capitalised, listed, shortlisted } from './listed';
import { modesInWords, type ModeInWords } from './modesInWords';
import { referenceInWords } from './patternInWords';
import { requirementInWords } from './requirementInWords';
import { selectorsInWords } from './selectorsInWords';
import {
  conditionedWords,
  signerInWords,
  type SignerInWords,
} from './signerInWords';

/**
 * A rule in words, whole and in parts. Everything but {@link ModeInWords.environment} is safe to show.
 *
 * @public
 */
export interface RuleInWords {
  /**
   * "Workflow release.yml of any repository of owner acme on version tags (v*) at GitHub Actions may sign everything
   * below ghcr.io/acme/; in prod: enforced."
   */
  sentence: string;
  /** Each of them may sign. */
  who: SignerInWords[];
  /** Each of these may be signed. */
  what: string[];
  /** Of what kinds and entities it speaks, where not of all, a sentence each. */
  only: string[];
  /** "in prod and staging", "everywhere". */
  where: string;
  modes: ModeInWords[];
  /** What is asked for, all of it, a sentence each. */
  conditions: string[];
}

/**
 * Says a rule in plain English, for somebody who reads it for the first time. Words never decide: what is compared are
 * the patterns of the rule.
 *
 * @public
 */
export function ruleInWords(rule: AcceptanceRule): RuleInWords {
  const who = rule.signers.map(signerInWords);
  const what = rule.references.map(referenceInWords);
  const only = selectorsInWords(rule);
  const modes = modesInWords(rule);
  return {
    sentence: [sentenceOf(who, what, modes), ...only].join(' '),
    who,
    what,
    only,
    where: whereOf(modes),
    modes,
    conditions: (rule.requirements ?? [{ type: 'signature' as const }]).map(
      requirementInWords,
    ),
  };
}

function sentenceOf(
  who: SignerInWords[],
  what: string[],
  modes: ModeInWords[],
): string {
  const signers = shortlisted(who.map(conditionedWords));
  // Configuration refuses empty lists; should one come through, the rule stands and nobody meets it.
  const whoever = signers === '' ? 'Nobody' : capitalised(signers);
  const things = shortlisted(what) || 'anything';
  return `${whoever} may sign ${things}; ${byMode(modes)}.`;
}

/** `in prod and staging: enforced; in dev: off` */
function byMode(modes: ModeInWords[]): string {
  const wheres = new Map<string, string[]>();
  for (const { words, where } of modes)
    wheres.set(words, [...(wheres.get(words) ?? []), where]);
  return [...wheres]
    .map(([words, where]) => `${joined(where)}: ${words}`)
    .join('; ');
}

function whereOf(modes: ModeInWords[]): string {
  return modes.some(({ environment }) => environment === undefined)
    ? 'everywhere'
    : joined(modes.map(({ where }) => where));
}

/** `in prod and staging` */
function joined(wheres: string[]): string {
  return listed(
    wheres.map((where, i) => (i === 0 ? where : where.replace(/^in /, ''))),
  );
}
