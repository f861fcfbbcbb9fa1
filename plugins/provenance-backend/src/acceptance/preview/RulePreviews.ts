import type {
  PreviewedSigner,
  RulePreview,
} from '@countersign/backstage-plugin-provenance-common';
import {
  compareMatches,
  type AcceptanceRule,
  type RuleSigner,
} from '@countersign/domain';
import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import { Best } from './Best';
import { countSpoken } from './countSpoken';
import { Effort } from './Effort';
import { holdSigning, type Held } from './heldAgainst';
import { readPreviewed } from './readPreviewed';
import { SignerFormsMemory } from './SignerFormsMemory';
import { Views, type Viewer } from './Views';

/** Of each kind that are named. */
const mostNamed = 50;

/** Of which how they signed lies in memory at once, beside what is remembered. */
const batchSize = 500;

/** Says whom a rule would mean that is being written, by the code of the judge and from what is stored. */
export class RulePreviews {
  private readonly memory: SignerFormsMemory;
  private readonly views: Views;

  constructor(
    private readonly options: {
      knex: Knex;
      clock: Clock;
      /** Those that are declared. */
      environments(): string[];
      /** So long is worked for one rule. Absent: five seconds. */
      mostMs?: number;
    },
  ) {
    this.memory = new SignerFormsMemory(options);
    this.views = new Views(options);
  }

  /** @throws InputError for a rule of which the signers cannot be read, or that asks for too much */
  async preview(value: object, viewer: Viewer): Promise<RulePreview> {
    const { signers, scope } = readPreviewed(value);
    const [held, usages] = await Promise.all([
      this.hold(signers, viewer),
      scope ? this.count(scope, viewer) : 0,
    ]);
    return { ...present(held), usages };
  }

  /** Everybody whom the viewer may see. */
  private async hold(signers: RuleSigner[], viewer: Viewer): Promise<Held[]> {
    const { signings, rows } = await this.views.signers(viewer);
    const effort = new Effort(this.options.mostMs);
    const held = new Map<string, Held>();
    for (let from = 0; from < signings.length; from += batchSize) {
      const batch = signings.slice(from, from + batchSize);
      const known = await this.memory.read(
        batch.flatMap(({ formsHash }) => formsHash ?? []),
      );
      for (const signing of batch) {
        const { signerId, formsHash = '' } = signing;
        const row = rows.get(signerId);
        if (!row) continue;
        const forms = known.get(formsHash);
        const before = held.get(signerId);
        const one = holdSigning(before, { row, signers, forms, signing });
        if (one && !before) held.set(signerId, one);
        await effort.breathe();
      }
    }
    return [...held.values()];
  }

  /** Usages of which the rule speaks, of those that the viewer may see. */
  private async count(scope: AcceptanceRule, viewer: Viewer): Promise<number> {
    const effort = new Effort(this.options.mostMs);
    const counts = await countSpoken({
      rules: [scope],
      scopes: await this.views.scopes(viewer, scope.entities !== undefined),
      declaredEnvironments: this.options.environments(),
      breathe: () => effort.breathe(),
    });
    return counts.get(scope) ?? 0;
  }
}

function present(held: Held[]): Omit<RulePreview, 'usages'> {
  const matching = new Best<Held>(mostNamed, byUsages);
  const others = new Best<Held>(mostNamed, byNearness);
  const counts = { matching: 0, others: 0 };
  for (const one of held) {
    const isMeant = one.match.code === 'accepted';
    counts[isMeant ? 'matching' : 'others']++;
    (isMeant ? matching : others).add(one);
  }
  return {
    matching: matching.items.map(presentHeld),
    others: others.items.map(presentHeld),
    counts,
  };
}

/** The hash tells nobody anything, and is the same each time. */
function byUsages(a: Held, b: Held): number {
  return b.usages - a.usages || (a.row.hash < b.row.hash ? -1 : 1);
}

function byNearness(a: Held, b: Held): number {
  return compareMatches(b.match, a.match) || byUsages(a, b);
}

function presentHeld({ row, match, refs, ...seen }: Held): PreviewedSigner {
  return {
    id: row.hash,
    type: row.type,
    authority: row.authority,
    ...(row.issuer !== null && { issuer: row.issuer }),
    ...(row.subject !== null && { subject: row.subject }),
    ...(row.fingerprint !== null && { fingerprint: row.fingerprint }),
    ...seen,
    ...(refs.length > 0 && { refs: [...refs].sort() }),
    ...(match.code !== 'accepted' && { nearest: match.nearest }),
  };
}
