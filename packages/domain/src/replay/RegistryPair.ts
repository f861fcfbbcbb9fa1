import { rulesFor } from '../judge/activeRules';
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
    if (!this.isSameBeside) return true;
    const [before, after] = [this.before, this.after].map(
      registry => rulesFor({ ...input, registry }).applicable,
    );
    return (
      before.length !== after.length ||
      before.some((rule, i) => this.textOf(rule) !== this.textOf(after[i]))
    );
  }

  private textOf(rule: AcceptanceRule): string {
    return this.texts.get(rule) ?? canonicalJson(rule);
  }
}

function besideRules({ distrust = [], builders = [] }: AcceptanceRegistry) {
  return canonicalJson([distrust, builders]);
}
