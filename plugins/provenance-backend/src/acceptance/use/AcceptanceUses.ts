import type {
  AcceptanceUse,
  RuleUse,
} from '@countersign/backstage-plugin-provenance-common';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { AcceptanceRegistry } from '@countersign/domain';
import type { Knex } from 'knex';
import { readRuleTraces, type RuleTraces } from '../../store';
import { Slices } from '../../engine';

/** Counting goes through everything that runs, and tells what changes slowly. */
const longestMs = 60_000;

/** Of kilobytes each. */
const pageSize = 200;

/** Says what the rules in force do, from the judgements that are stored: counted by one at a time, for all who ask. */
export class AcceptanceUses {
  private kept: AcceptanceUse | undefined;
  private counting: Promise<AcceptanceUse> | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      clock: Clock;
      /** What is in force. */
      registry(): AcceptanceRegistry;
    },
  ) {}

  /** Of the version that is in force; at most a minute old. */
  async use(): Promise<AcceptanceUse> {
    for (;;) {
      const { version } = this.options.registry();
      if (this.kept?.version === version && this.isYoung(this.kept))
        return this.kept;
      // What somebody began to count of another version is waited for, and counted again.
      this.counting ??= this.count().finally(() => {
        this.counting = undefined;
      });
      const counted = await this.counting;
      if (counted.version === version) return counted;
    }
  }

  private isYoung({ countedAt }: AcceptanceUse): boolean {
    const age = this.options.clock.now().getTime() - Date.parse(countedAt);
    return age >= 0 && age < longestMs;
  }

  private async count(): Promise<AcceptanceUse> {
    const { knex, clock, registry } = this.options;
    const { version, rules } = registry();
    const countedAt = clock.now().toISOString();
    const uses = new Map(rules.map(({ name }) => [name, unused(name)]));
    const slices = new Slices();
    let pending = 0;
    let after = '';
    for (;;) {
      const page = await readRuleTraces({ knex, after, limit: pageSize });
      for (const read of page) {
        const traces = read();
        after = traces.usageId;
        // By another version a rule of the same name may have said something else.
        if (traces.registryVersion === version) add(uses, traces);
        else pending++;
        await slices.breathe();
      }
      if (page.length < pageSize) break;
    }
    this.kept = {
      ...{ version, countedAt, rules: [...uses.values()] },
      ...(pending > 0 && { pending }),
    };
    return this.kept;
  }
}

function unused(rule: string): RuleUse {
  return { rule, usages: 0, met: 0 };
}

function add(
  uses: ReadonlyMap<string, RuleUse>,
  { rules, lastCheckedAt }: RuleTraces,
): void {
  for (const { rule, verdict } of rules) {
    const use = uses.get(rule);
    if (!use) continue;
    use.usages++;
    if (verdict !== 'trusted') continue;
    use.met++;
    if (lastCheckedAt !== undefined && lastCheckedAt > (use.lastMetAt ?? ''))
      use.lastMetAt = lastCheckedAt;
  }
}
