import { requirementsOf, rulesFor } from '../judge/activeRules';
import { bindingsOf } from '../judge/ownRepository';
import type { DistrustEntry } from '../registry/distrust';
import {
  isKeySigner,
  type AcceptanceRegistry,
  type AcceptanceRule,
} from '../registry/rule';
import { canonicalJson } from '../text';
import type { ReplayInput } from './Flip';

/**
 * Two versions of the registry, ready to be held against many usages.
 *
 * @public
 */
export class RegistryPair {
  private readonly texts = new Map<AcceptanceRule, string>();
  private readonly isSameBeside: boolean;
  /** Names of keys that come, change or go. */
  private readonly changedKeys: ReadonlySet<string>;

  constructor(
    readonly before: AcceptanceRegistry,
    readonly after: AcceptanceRegistry,
  ) {
    for (const rule of [...before.rules, ...after.rules])
      this.texts.set(rule, canonicalJson(rule));
    this.isSameBeside = besideRules(before) === besideRules(after);
    this.changedKeys = changedKeys(before, after);
  }

  /**
   * Whether the change speaks of a usage at all. Where it does not, both versions say the same, whatever may be found
   * out about the usage later.
   */
  touches(input: ReplayInput): boolean {
    if (!this.isSameBeside || this.isBoundAnew(input)) return true;
    const [before, after] = [this.before, this.after].map(
      registry => rulesFor({ ...input, registry }).applicable,
    );
    return (
      before.length !== after.length ||
      this.decideKeys(input, [...before, ...after]) ||
      before.some((rule, i) => this.textOf(rule) !== this.textOf(after[i]))
    );
  }

  /** A key that no rule names decides nothing, unless there is no other authority, or one is distrusted by its name. */
  private decideKeys(
    { authorities }: ReplayInput,
    rules: AcceptanceRule[],
  ): boolean {
    const { changedKeys: changed } = this;
    if (changed.size === 0) return false;
    const distrust = this.after.distrust ?? [];
    return (
      rules.flatMap(keysIn).some(name => changed.has(name)) ||
      distrust.some(entry => changed.has(nameIn(entry))) ||
      authorities.every(
        ({ name, status }) => status === 'failed' || changed.has(name),
      )
    );
  }

  private isBoundAnew({ usage }: ReplayInput): boolean {
    const [before, after] = [this.before, this.after].map(({ bindings }) =>
      canonicalJson(bindingsOf(bindings, usage.entityRef)),
    );
    return before !== after;
  }

  private textOf(rule: AcceptanceRule): string {
    return this.texts.get(rule) ?? canonicalJson(rule);
  }
}

/** Whatever lists there are, but for bindings and keys, which speak of some usages alone: one that is left out would count as the same. */
function besideRules({
  rules: _,
  version: __,
  bindings: ___,
  keys: ____,
  ...lists
}: AcceptanceRegistry): string {
  const filled = Object.entries(lists).filter(([, list]) => list.length > 0);
  return canonicalJson(Object.fromEntries(filled));
}

function changedKeys(
  { keys: before = [] }: AcceptanceRegistry,
  { keys: after = [] }: AcceptanceRegistry,
): Set<string> {
  const [left, right] = [before, after].map(
    keys => new Map(keys.map(key => [key.name, canonicalJson(key)])),
  );
  const names = [...left.keys(), ...right.keys()];
  return new Set(names.filter(name => left.get(name) !== right.get(name)));
}

/** The authority that an entry names; empty where it is about something else. */
function nameIn(entry: DistrustEntry): string {
  if ('key' in entry) return entry.key;
  return 'authority' in entry ? entry.authority : '';
}

function keysIn(rule: AcceptanceRule): string[] {
  return [
    ...rule.signers,
    ...requirementsOf(rule).flatMap(({ signers }) => signers ?? []),
  ].flatMap(signer => (isKeySigner(signer) ? [signer.key] : []));
}
