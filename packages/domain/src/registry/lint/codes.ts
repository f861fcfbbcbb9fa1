import type { LintSeverity } from './Finding';

/**
 * A code in words.
 *
 * @public
 */
export interface LintWords {
  severity: LintSeverity;
  /** What is wrong. `{value}` is the text that stands there. */
  sentence: string;
  /** Why that matters. */
  why: string;
  fix: string;
  /** A review may let it pass, with a reason. */
  isWaivable?: true;
}

/**
 * Stable names of what the linter finds.
 *
 * @public
 */
export const lintCodes = [
  'yaml',
  'unreadable',
  'no-authority',
  'unknown-authority',
  'key-name-taken',
  'no-issuer',
  'no-subject',
  'empty-list',
  'unreadable-pattern',
  'matches-everything',
  'open-host',
  'open-owner',
  'whole-owner',
  'pull-request-ref',
  'kubernetes-issuer',
  'issuer-not-exact',
  'intermediary-issuer',
  'staging-issuer',
  'hidden-character',
  'look-alike',
  'any-branch',
  'any-repository',
  'reusable-workflow',
  'self-hosted-runner',
  'personal-email',
  'unpinned-binding',
  'shadowed-signer',
  'too-many-signers',
  'environment-not-declared',
  'duplicate-rule',
  'for-some-entities-only',
] as const;

/** @public */
export type LintCode = (typeof lintCodes)[number];

/**
 * Every code in words: what the product shows and the documentation lists.
 *
 * @public
 */
export const lintWords: Readonly<Record<LintCode, LintWords>> = {
  yaml: {
    severity: 'error',
    sentence: '{problem}',
    why: 'A list is plain data. Anchors, aliases, tags, merge keys and repeated keys make a reader see something else than the machine.',
    fix: '{remedy}',
  },
  unreadable: {
    severity: 'error',
    sentence: 'The strict parser refuses it: {problem}',
    why: 'A key that is skipped because it is misspelt is a rule that does not hold.',
    fix: 'Correct it as the sentence says; the configuration page lists every key.',
  },
  'no-authority': {
    severity: 'error',
    sentence: 'No authority is named that vouches for this signer.',
    why: 'The same name under another root is somebody else.',
    fix: 'Name the configured authority, such as public-good, or the key.',
  },
  'unknown-authority': {
    severity: 'error',
    sentence: '{problem}',
    why: 'What no authority can prove accepts nobody.',
    fix: 'Correct the name, configure the authority, or bring the key.',
  },
  'key-name-taken': {
    severity: 'error',
    sentence: 'There is an authority "{value}" already.',
    why: 'An authority of the configuration goes before a key of the same name, and rules would mean it.',
    fix: 'Give the key a name of its own.',
  },
  'no-issuer': {
    severity: 'error',
    sentence: 'No issuer is named.',
    why: 'Without an issuer anybody may have this subject at an issuer of their own.',
    fix: 'Write the issuer exactly as the certificates have it.',
  },
  'no-subject': {
    severity: 'error',
    sentence: 'No subject is named.',
    why: 'Without a subject everybody at the issuer would be accepted.',
    fix: 'Write the subject, with stars only where several signers are meant.',
  },
  'empty-list': {
    severity: 'error',
    sentence: 'The list is empty.',
    why: 'To one reader an empty list means nobody, to another everybody.',
    fix: 'Name at least one, or leave the key out where that is allowed.',
  },
  'unreadable-pattern': {
    severity: 'error',
    sentence: 'The pattern cannot be read: {problem}.',
    why: 'A pattern that cannot be read matches nobody, and the rule holds less or more than it says.',
    fix: 'Use "*" within a path segment and "**" across segments, in at most 2,000 characters.',
  },
  'matches-everything': {
    severity: 'error',
    sentence: '"{value}" names nothing, and matches everything.',
    why: 'It looks like a condition, and is none.',
    fix: 'Write out who or what is meant.',
  },
  'open-host': {
    severity: 'error',
    sentence: 'The host in "{value}" is open.',
    why: 'Anybody can have a host that fits.',
    fix: 'Write out the host, and put stars behind the owner only.',
  },
  'open-owner': {
    severity: 'error',
    sentence: '"{value}" leaves open whose it is.',
    why: 'Anybody can register an owner, an account or a namespace that fits, and "acme*" matches "acme-evil".',
    fix: 'Write out the owner in full.',
  },
  'whole-owner': {
    severity: 'error',
    sentence: '"{value}" accepts everything that this owner has.',
    why: 'Every repository and every file in it would sign for production, also one that somebody made today.',
    fix: 'Name the repository or the workflow, bind the repository by a claim or by ownRepository, or have a waiver reviewed.',
    isWaivable: true,
  },
  'pull-request-ref': {
    severity: 'error',
    sentence: '"{value}" accepts {refs}.',
    why: 'What runs there can be code that somebody proposed and nobody merged.',
    fix: 'Name tags or branches: refs/tags/v*, refs/heads/main.',
  },
  'kubernetes-issuer': {
    severity: 'error',
    sentence:
      'The issuer "{value}" does not say which cluster "{subject}" is in.',
    why: 'The subject of a service account is the same in every cluster on earth.',
    fix: 'Write the whole issuer of the one cluster.',
  },
  'issuer-not-exact': {
    severity: 'error',
    sentence: '"{value}" has a star, and issuers are compared to the letter.',
    why: 'It accepts nobody here, and anybody in tools that take it for a pattern.',
    fix: 'Write one signer for each issuer.',
  },
  'intermediary-issuer': {
    severity: 'error',
    sentence:
      '"{value}" hands on who signed in elsewhere, and stands in no certificate.',
    why: 'The rule would accept nobody.',
    fix: 'Name the issuer at which the person signs in, such as https://accounts.google.com.',
  },
  'staging-issuer': {
    severity: 'error',
    sentence:
      '"{value}" is for trying things out, and the rule speaks for {environment}.',
    why: 'Anybody may get an identity there.',
    fix: 'Name the issuer that is meant for production, or the environments that are not.',
  },
  'hidden-character': {
    severity: 'error',
    sentence:
      '"{value}" holds characters that are invisible, move their neighbours, or stand for nothing.',
    why: 'What a reviewer reads is not what is compared.',
    fix: 'Type it anew; the sentence shows such characters written out.',
  },
  'look-alike': {
    severity: 'error',
    sentence: '"{value}" holds characters that can be taken for others.',
    why: 'A name in look-alike characters is somebody else’s name.',
    fix: 'Type it anew in ASCII; where the name is really spelt so, have a waiver reviewed.',
    isWaivable: true,
  },
  'any-branch': {
    severity: 'warning',
    sentence: '{what} accepts every branch.',
    why: 'Whoever can push a branch can sign, before any review.',
    fix: 'Name the branch, accept tags only, or bind the branch by a claim; else say why every branch may sign.',
  },
  'any-repository': {
    severity: 'warning',
    sentence: '"{value}" accepts every repository of this owner.',
    why: 'Whoever may create a repository can write a workflow of that name.',
    fix: 'Name the repositories, or bind the repository by a claim or by ownRepository; else say who may create one.',
  },
  'reusable-workflow': {
    severity: 'warning',
    sentence: 'No claim says for which repository this workflow ran.',
    why: 'A reusable workflow signs with the same subject for every repository that calls it.',
    fix: 'Bind sourceRepository, sourceRepositoryId, owner or ownerId, or accept the own repository of the entity only; else say why nobody else can call it.',
  },
  'self-hosted-runner': {
    severity: 'warning',
    sentence: 'No claim says that the machine was the provider’s.',
    why: 'A self-hosted runner is a machine of whoever registered it, and may keep what an earlier build left.',
    fix: 'Bind runnerEnvironment to "{hosted}"; else say who may register runners.',
  },
  'personal-email': {
    severity: 'warning',
    sentence: '"{value}" is a person’s address.',
    why: 'Whoever holds the mailbox signs, with no build and no review between.',
    fix: 'Accept the build’s identity; else say why this person signs by hand.',
  },
  'unpinned-binding': {
    severity: 'warning',
    sentence: '"{value}" is bound by its name alone.',
    why: 'A repository that is deleted, renamed or given away leaves its name to whoever registers it next.',
    fix: 'Pin repositoryId, and ownerId, as the certificates of the repository have them; else say why the name cannot change hands.',
  },
  'shadowed-signer': {
    severity: 'warning',
    sentence: 'Whoever this signer accepts, {other} accepts already.',
    why: 'It reads as a limit, and limits nothing.',
    fix: 'Remove it, or narrow the wider one.',
  },
  'too-many-signers': {
    severity: 'warning',
    sentence:
      'The signers of this list are too many, or too long, to be compared with each other.',
    why: 'A list that no machine compares no person reviews.',
    fix: 'Split it into rules, or name what the signers have in common.',
  },
  'environment-not-declared': {
    severity: 'warning',
    sentence: 'There is no environment "{value}"{nearest}.',
    why: 'For that name the rule never speaks.',
    fix: 'Correct the name, or declare the environment.',
  },
  'duplicate-rule': {
    severity: 'warning',
    sentence: 'It says the same as {other}.',
    why: 'Whoever changes one of them believes that it changed.',
    fix: 'Remove one of them.',
  },
  'for-some-entities-only': {
    severity: 'warning',
    sentence: 'For {what} every rule is for some entities only.',
    why: 'Whoever writes an entity chooses its words, so such rules add to others: without one for all entities, what they accept is still no-rule.',
    fix: 'Add a rule without "entities" for it that says who may sign, or leave "entities" out here.',
  },
};
