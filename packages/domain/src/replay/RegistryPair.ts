import { rulesFor } from '../judge/activeRules';
import { bindingsOf } from '../judge/ownRepository';
import type { AcceptanceRegistry, AcceptanceRule } from '../registry/rule';
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

  constructor(
    readonly before: AcceptanceRegistry,
    readonly after: AcceptanceRegistry,
  ) {
    for (const rule of [...before.rules, ...after.rules])
      this.texts.set(rule, canonicalJson(rule));
    this.isSameBeside = besideRules(before) === besideRules(after);
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
      before.some((rule, i) => this.textOf(rule) !== this.textOf(after[i]))
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

/** Whatever lists there are, but for bindings, which speak of one entity each: one that is left out would count as the same. */
function besideRules({
  rules: _,
  version: __,
  bindings: ___,
  ...lists
}: AcceptanceRegistry): string {
  const filled = Object.entries(lists).filter(([, list]) => list.length > 0);
  return canonicalJson(Object.fromEntries(filled));
}
