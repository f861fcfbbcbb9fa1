import { compilePattern } from '../../pattern';
import { recogniseIssuer, type KnownIssuer } from '../issuers';

/** A text of the list, and where it stands. */
export interface TextView {
  path: string;
  text: string;
}

/** A list, and how long it is. */
export interface ListLength {
  path: string;
  length: number;
}

/** A signer as far as it can be read; what is absent or no text is left out. */
export interface SignerView {
  path: string;
  key?: string;
  authority?: string;
  issuer?: string;
  /** Who is known at this issuer. */
  known?: KnownIssuer;
  subject?: string;
  /** The subject where it is a pattern that can be read, with a star or not; absent where it is the very text. */
  pattern?: string;
  isExact: boolean;
  claims: Record<string, string>;
  /** It has to come from the entity's own repository (S2.4). */
  isOwnOnly: boolean;
  rule: RuleView;
}

/** A rule as far as it can be read. */
export interface RuleView {
  path: string;
  /** What stands there, for comparing whole rules. */
  value: Record<string, unknown>;
  /** Absent: every environment. */
  environments?: TextView[];
  /** Absent: every kind. */
  kinds?: TextView[];
  /** It names entities for which it speaks. */
  isForSome: boolean;
}

/** A binding as far as it can be read. */
export interface BindingView {
  path: string;
  repository?: string;
  /** It says by which id the repository or its owner is known. */
  isPinned: boolean;
}

/** A governed key as far as it can be read. */
export interface KeyView {
  path: string;
  name?: string;
  /** The trust root that is to prove its times. */
  log?: string;
}

/** An acceptance list as the checks see it. */
export interface ListView {
  rules: RuleView[];
  /** All signers of rules and of their requirements. */
  signers: SignerView[];
  /** The same, list by list: signers in one list are alternatives. */
  alternatives: { path: string; signers: SignerView[] }[];
  bindings: BindingView[];
  keys: KeyView[];
  /** Every name of an environment, in a list or as that of a mode. */
  environments: TextView[];
  /** Every list that must not be empty. */
  lists: ListLength[];
  /** Every text that is read as a pattern. */
  patterns: TextView[];
  /** Every text by which somebody or something is recognised. */
  identities: TextView[];
}

/**
 * Reads whatever stands there. A list that is being written, or that somebody made to break the linter, is looked at as
 * far as it goes; refusing it is the job of the strict parser.
 */
export function viewOf(list: unknown): ListView {
  const view: ListView = {
    rules: [],
    signers: [],
    alternatives: [],
    bindings: [],
    keys: [],
    environments: [],
    lists: [],
    patterns: [],
    identities: [],
  };
  const top = fieldsOf(list);
  itemsOf(top.initial).forEach((item, i) =>
    addRule(view, item, `initial[${i}]`),
  );
  itemsOf(top.distrust).forEach((item, i) =>
    addDistrust(view, item, `distrust[${i}]`),
  );
  itemsOf(top.builders).forEach((item, i) =>
    addBuilder(view, item, `builders[${i}]`),
  );
  itemsOf(top.bindings).forEach((item, i) =>
    addBinding(view, item, `bindings[${i}]`),
  );
  itemsOf(top.keys).forEach((item, i) => addKey(view, item, `keys[${i}]`));
  return view;
}

function addRule(view: ListView, item: unknown, path: string) {
  const value = fieldsOf(item);
  const environments = textsOf(value.environments, `${path}.environments`);
  const rule: RuleView = {
    path,
    value,
    ...(Array.isArray(value.environments) && { environments }),
    ...(Array.isArray(value.kinds) && {
      kinds: textsOf(value.kinds, `${path}.kinds`),
    }),
    isForSome: value.entities !== undefined,
  };
  view.rules.push(rule);
  view.identities.push(...environments);
  view.environments.push(...environments, ...modesOf(value, path));
  const references = textsOf(value.references, `${path}.references`);
  view.patterns.push(...references);
  view.identities.push(...references);
  for (const list of [
    ...['references', 'environments', 'kinds', 'entities'],
    ...['signers', 'requirements'],
  ])
    addLength(view, value[list], `${path}.${list}`);
  itemsOf(value.entities).forEach((filter, j) =>
    addEntities(view, filter, `${path}.entities[${j}]`),
  );
  addSigners(view, value.signers, `${path}.signers`, rule);
  itemsOf(value.requirements).forEach((requirement, j) =>
    addRequirement(view, requirement, `${path}.requirements[${j}]`, rule),
  );
}

function addEntities(view: ListView, item: unknown, path: string) {
  const { labels, ...words } = fieldsOf(item);
  const named = [
    ...Object.entries(words).map(([key, value]) => ({ key, value })),
    ...Object.entries(fieldsOf(labels)).map(([name, value]) => ({
      key: `labels.${name}`,
      value,
    })),
  ];
  for (const { key, value } of named) {
    addLength(view, value, `${path}.${key}`);
    view.identities.push(
      ...at(`${path}.${key}`, value),
      ...textsOf(value, `${path}.${key}`),
    );
  }
}

function addRequirement(
  view: ListView,
  item: unknown,
  path: string,
  rule: RuleView,
) {
  const value = fieldsOf(item);
  view.environments.push(...modesOf(value, path));
  for (const list of ['signers', 'builders', 'verifiers', 'levels'])
    addLength(view, value[list], `${path}.${list}`);
  const builders = textsOf(value.builders, `${path}.builders`);
  view.patterns.push(...builders);
  view.identities.push(
    ...builders,
    ...textsOf(value.verifiers, `${path}.verifiers`),
  );
  addSigners(view, value.signers, `${path}.signers`, rule);
}

function modesOf({ modes }: Record<string, unknown>, path: string) {
  return Object.keys(fieldsOf(modes)).map(text => ({
    path: `${path}.modes.${text}`,
    text,
  }));
}

function addSigners(
  view: ListView,
  items: unknown,
  path: string,
  rule: RuleView,
) {
  if (!Array.isArray(items)) return;
  const signers = items.map((item, i) => signerOf(item, `${path}[${i}]`, rule));
  view.alternatives.push({ path, signers });
  for (const signer of signers) {
    view.signers.push(signer);
    view.identities.push(...identitiesOf(signer));
    if (signer.subject !== undefined && !signer.isExact)
      view.patterns.push({
        path: `${signer.path}.subject`,
        text: signer.subject,
      });
    for (const [name, text] of Object.entries(signer.claims))
      view.patterns.push({ path: `${signer.path}.claims.${name}`, text });
  }
}

function signerOf(item: unknown, path: string, rule: RuleView): SignerView {
  const value = fieldsOf(item);
  const issuer = textOf(value.issuer);
  const subject = textOf(value.subject);
  const isExact = value.isExact === true;
  return {
    path,
    key: textOf(value.key),
    authority: textOf(value.authority),
    issuer,
    known: issuer === undefined ? undefined : recogniseIssuer(issuer),
    subject,
    pattern:
      subject !== undefined && !isExact && isPattern(subject)
        ? subject
        : undefined,
    isExact,
    claims: Object.fromEntries(
      Object.entries(fieldsOf(value.claims)).filter(
        (claim): claim is [string, string] => textOf(claim[1]) !== undefined,
      ),
    ),
    isOwnOnly: value.ownRepository === true,
    rule,
  };
}

function identitiesOf({ path, claims, ...signer }: SignerView): TextView[] {
  return [
    ...(['key', 'authority', 'issuer', 'subject'] as const).flatMap(field =>
      at(`${path}.${field}`, signer[field]),
    ),
    ...Object.entries(claims).flatMap(([name, text]) =>
      at(`${path}.claims.${name}`, text),
    ),
  ];
}

function addDistrust(view: ListView, item: unknown, path: string) {
  const value = fieldsOf(item);
  const identity = fieldsOf(value.identity);
  view.identities.push(
    ...['key', 'workflow', 'authority'].flatMap(field =>
      at(`${path}.${field}`, value[field]),
    ),
    ...['authority', 'issuer', 'subject'].flatMap(field =>
      at(`${path}.identity.${field}`, identity[field]),
    ),
  );
  view.patterns.push(
    ...at(`${path}.identity.subject`, identity.subject),
    ...at(`${path}.workflow`, value.workflow),
  );
}

function addBuilder(view: ListView, item: unknown, path: string) {
  const value = fieldsOf(item);
  view.identities.push(
    ...['builder', 'issuer', 'subject', 'key'].flatMap(field =>
      at(`${path}.${field}`, value[field]),
    ),
    ...Object.entries(fieldsOf(value.claims)).flatMap(([name, text]) =>
      at(`${path}.claims.${name}`, text),
    ),
  );
  view.patterns.push(
    ...['builder', 'subject'].flatMap(field =>
      at(`${path}.${field}`, value[field]),
    ),
  );
}

function addBinding(view: ListView, item: unknown, path: string) {
  const value = fieldsOf(item);
  view.bindings.push({
    path,
    repository: textOf(value.repository),
    isPinned: ['repositoryId', 'ownerId'].some(
      key => textOf(value[key]) !== undefined,
    ),
  });
  view.identities.push(
    ...['entity', 'repository', 'repositoryId', 'ownerId'].flatMap(field =>
      at(`${path}.${field}`, value[field]),
    ),
  );
}

function addKey(view: ListView, item: unknown, path: string) {
  const value = fieldsOf(item);
  view.keys.push({ path, name: textOf(value.name), log: textOf(value.log) });
  view.identities.push(
    ...['name', 'log'].flatMap(field => at(`${path}.${field}`, value[field])),
  );
}

function addLength(view: ListView, value: unknown, path: string) {
  if (Array.isArray(value)) view.lists.push({ path, length: value.length });
}

export function isPattern(text: string): boolean {
  try {
    compilePattern(text);
    return true;
  } catch {
    return false;
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that says something; blank counts as absent, as it does for the parser. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function at(path: string, value: unknown): TextView[] {
  const text = textOf(value);
  return text === undefined ? [] : [{ path, text }];
}

function textsOf(value: unknown, path: string): TextView[] {
  return itemsOf(value).flatMap((item, i) => at(`${path}[${i}]`, item));
}
