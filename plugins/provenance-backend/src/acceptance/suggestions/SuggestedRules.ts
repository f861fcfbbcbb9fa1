import type {
  RuleSuggestion,
  RuleSuggestions,
  SignerItem,
} from '@countersign/backstage-plugin-provenance-common';
import {
  isKeySigner,
  narrowestRule,
  type AcceptanceRule,
  type Governance,
  type LintOptions,
  type NarrowestRule,
  type ProvenSigner,
} from '@countersign/domain';
import type { Knex } from 'knex';
import {
  listSigners,
  readSignedPlaces,
  readUsageScopes,
  type ListedSigner,
  type SignerForm,
  type UsageRestriction,
} from '../../store';
import { countSpoken } from '../preview/countSpoken';
import { SignerFormsMemory } from '../preview/SignerFormsMemory';
import { Slices } from '../../engine';
import type { EntitySource, EntitySources } from './EntitySources';
import { SeenGroups, type SeenGroup } from './groupSeen';
import { nameFor } from './nameFor';

/** Those who sign most; the others come when these have their rules. */
const mostSigners = 200;
const mostPlaces = 50_000;
const mostSuggestions = 200;
const batchSize = 500;

export interface SuggestedRulesOptions {
  knex: Knex;
  sources: Pick<EntitySources, 'read'>;
  governance: Pick<Governance, 'production'> | undefined;
  /** Names of the rules in force. */
  names(): string[];
  /** Those that are declared. */
  environments(): string[];
  /** What the linter knows of the portal. */
  lintOptions(): LintOptions;
  /** Whether the company distrusts somebody, whatever they sign. */
  distrusts(signer: ProvenSigner): boolean;
  present(row: ListedSigner): SignerItem;
}

/** A suggestion while it is made. */
interface Draft {
  group: SeenGroup;
  rule: AcceptanceRule;
}

/** Suggests the narrowest rules for those who sign what runs and whom no rule in force accepts. */
export class SuggestedRules {
  private readonly memory: SignerFormsMemory;

  constructor(private readonly options: SuggestedRulesOptions) {
    this.memory = new SignerFormsMemory(options);
  }

  /** Of signers and usages that somebody may see. */
  async suggest(restriction: UsageRestriction): Promise<RuleSuggestions> {
    const { present, names } = this.options;
    const slices = new Slices();
    const { groups, unknown } = await this.group(restriction, slices);
    const taken = new Set(names());
    const drafts: Draft[] = [];
    const left = unknown.map(row => ({
      signer: present(row),
      why: 'It is not known yet how exactly it signed; ask again after the next look.',
    }));
    for (const group of groups.values()) {
      await slices.breathe();
      const found = this.narrowest(group, taken);
      if ('rule' in found) drafts.push({ group, rule: found.rule });
      else
        for (const row of group.signers.values())
          left.push({ signer: present(row), why: found.why });
    }
    return {
      suggestions: await this.complete(drafts, restriction, slices),
      left,
    };
  }

  private async group(restriction: UsageRestriction, slices: Slices) {
    const { knex } = this.options;
    const { found } = await listSigners({
      ...{ knex, restriction, seesAllEvidence: false, limit: mostSigners },
      query: { accepted: false, sort: 'usages' },
    });
    const rows = new Map(found.map(({ row }) => [row.hash, row]));
    const hashes = [...rows.keys()];
    const places = await readSignedPlaces({
      ...{ knex, restriction, hashes, limit: mostPlaces },
    });
    const seen = new SeenGroups();
    const unknown = new Map<string, ListedSigner>();
    for (let from = 0; from < places.length; from += batchSize) {
      const batch = places.slice(from, from + batchSize);
      const forms = await this.memory.read(
        batch.flatMap(({ formsHash }) => formsHash ?? []),
      );
      for (const place of batch) {
        const row = rows.get(place.hash);
        if (!row) continue;
        const ways = waysOf(row, forms.get(place.formsHash ?? ''));
        if (ways.length === 0) unknown.set(row.hash, row);
        for (const form of ways) seen.add(row, place, form);
        await slices.breathe();
      }
    }
    return { groups: seen.groups, unknown: [...unknown.values()] };
  }

  private narrowest(group: SeenGroup, taken: Set<string>): NarrowestRule {
    const { environments, lintOptions, distrusts } = this.options;
    const signers = [...group.proven.values()];
    if (signers.some(distrusts))
      return { why: 'It is distrusted by the acceptance list.' };
    const [{ subject, authority }] = group.signers.values();
    const declared = environments();
    const name = nameFor(
      { source: group.source, subject: subject ?? authority },
      taken,
    );
    return narrowestRule(
      name,
      {
        signers,
        repositories: [...group.repositories],
        environments: [...group.environments].filter(one =>
          declared.includes(one),
        ),
      },
      lintOptions(),
    );
  }

  /** With figures, and with why they are believed to be somebody's own. */
  private async complete(
    drafts: Draft[],
    restriction: UsageRestriction,
    slices: Slices,
  ): Promise<RuleSuggestion[]> {
    const { knex, environments, sources } = this.options;
    if (drafts.length === 0) return [];
    const counts = await countSpoken({
      rules: drafts.map(({ rule }) => rule),
      scopes: await readUsageScopes({ knex, restriction, withEntities: false }),
      declaredEnvironments: environments(),
      breathe: () => slices.breathe(),
    });
    const usagesOf = ({ rule }: Draft) => counts.get(rule) ?? 0;
    const chosen = drafts
      .sort((a, b) => usagesOf(b) - usagesOf(a) || compareIds(a, b))
      .slice(0, mostSuggestions);
    const entityRefs = new Set(
      chosen.flatMap(({ group }) => [...group.entityRefs]),
    );
    const known = await sources.read(entityRefs);
    return chosen.map(draft => this.present(draft, usagesOf(draft), known));
  }

  private present(
    { group, rule }: Draft,
    usages: number,
    known: ReadonlyMap<string, EntitySource>,
  ): RuleSuggestion {
    const basis = basisOf(group, rule, known);
    return {
      ...{ id: group.id, rule, usages, basis },
      signers: [...group.signers.values()].map(this.options.present),
      environments: [...group.environments].sort(),
      isPreselected: basis !== 'none' && !this.touchesProduction(group, rule),
    };
  }

  /** As for reviews (S9.2): where nobody said which it is, every environment is production. */
  private touchesProduction(group: SeenGroup, rule: AcceptanceRule): boolean {
    const production = this.options.governance?.production;
    if (!production || group.isSomewhere || !rule.environments) return true;
    const declared = this.options.environments();
    return [...group.environments].some(
      one => production.includes(one) || !declared.includes(one),
    );
  }
}

/** A key has one way; of a certificate none may be known. */
function waysOf(
  { type }: ListedSigner,
  forms: SignerForm[] | undefined,
): (SignerForm | undefined)[] {
  return type === 'key' ? [undefined] : forms ?? [];
}

/** S11.3: of every entity that the rule would speak for, the source is the one that all certificates name. */
function basisOf(
  { source, entityRefs }: SeenGroup,
  { signers }: AcceptanceRule,
  known: ReadonlyMap<string, EntitySource>,
): RuleSuggestion['basis'] {
  if (source === undefined) return 'none';
  const bases = [...entityRefs].map(ref => {
    const one = known.get(ref);
    const isTheirs = signers.every(
      signer =>
        !isKeySigner(signer) &&
        one?.isSource({ ...signer.claims, sourceRepository: source }),
    );
    return one && isTheirs ? one.basis : 'none';
  });
  if (bases.includes('none')) return 'none';
  return bases.includes('managed-by') ? 'managed-by' : 'binding';
}

function compareIds(a: Draft, b: Draft): number {
  return a.group.id < b.group.id ? -1 : 1;
}
