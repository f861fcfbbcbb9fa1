import { canonicalJson, sha256, visibleText } from '../text';
import type { AdmittedSigner } from './admitted';
import type { ReplayExample } from './ReplayTally';
import { SmallestKeys } from './SmallestKeys';

/**
 * Somebody whom a change newly accepts, wherever that is.
 *
 * @public
 */
export interface AdmittedIdentity extends Omit<AdmittedSigner, 'ref'> {
  /** Hexadecimal; the same for the same identity in the same environments. */
  key: string;
  /** Some of the refs with which it signed, safe to be shown. */
  refs: string[];
  /** Declared environments in which it is newly accepted. */
  environments: string[];
  /** Also where no declared environment is named. */
  isElsewhere: boolean;
  usages: number;
  examples: ReplayExample[];
}

/**
 * Whom a change newly accepts.
 *
 * @public
 */
export interface AdmittedIdentities {
  /** In the order of their keys. An identity that is foreign to one usage stands here alone. */
  foreign: AdmittedIdentity[];
  own: AdmittedIdentity[];
  /** There are more foreign ones than are listed. */
  isForeignCut: boolean;
  isOwnCut: boolean;
}

interface Gathered {
  identity: Omit<AdmittedSigner, 'ref'>;
  refs: SmallestKeys<string>;
  environments: Set<string>;
  isElsewhere: boolean;
  usages: number;
  examples: SmallestKeys<ReplayExample>;
}

const mostRefs = 20;

/** Gathers newly accepted identities; strangers decide how many there are. */
export class AdmittedTally {
  private readonly foreign: SmallestKeys<Gathered>;
  private readonly own: SmallestKeys<Gathered>;

  constructor(private readonly most: { identities: number; examples: number }) {
    this.foreign = new SmallestKeys(most.identities);
    this.own = new SmallestKeys(most.identities);
  }

  /** @param signers - all whom the change admits for one usage */
  add(
    signers: readonly AdmittedSigner[],
    example: ReplayExample,
    environment: string | undefined,
  ): void {
    const counted = new Set<Gathered>();
    for (const { ref, ...identity } of signers) {
      const { isForeign, ...who } = identity;
      const among = isForeign ? this.foreign : this.own;
      const key = canonicalJson(who);
      const gathered = among.at(key, () => this.begin(identity));
      if (!gathered) continue;
      if (ref !== undefined) gathered.refs.at(ref, () => visibleText(ref));
      counted.add(gathered);
    }
    for (const gathered of counted) count(gathered, example, environment);
  }

  result(): AdmittedIdentities {
    const foreign = this.foreign.entries();
    const isNamed = new Set(foreign.map(([key]) => key));
    const own = this.own.entries().filter(([key]) => !isNamed.has(key));
    return {
      foreign: inOrder(foreign),
      own: inOrder(own),
      isForeignCut: this.foreign.isCut,
      isOwnCut: this.own.isCut,
    };
  }

  private begin(identity: Omit<AdmittedSigner, 'ref'>): Gathered {
    return {
      identity,
      refs: new SmallestKeys(mostRefs),
      environments: new Set(),
      isElsewhere: false,
      usages: 0,
      examples: new SmallestKeys(this.most.examples),
    };
  }
}

function count(
  gathered: Gathered,
  example: ReplayExample,
  environment: string | undefined,
): void {
  gathered.usages++;
  if (environment === undefined) gathered.isElsewhere = true;
  else gathered.environments.add(environment);
  gathered.examples.at(example.id, () => example);
}

function inOrder(all: [string, Gathered][]): AdmittedIdentity[] {
  return all
    .map(([text, gathered]) => identityOf(text, gathered))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function identityOf(text: string, gathered: Gathered): AdmittedIdentity {
  const { identity, refs, isElsewhere, usages, examples } = gathered;
  const environments = [...gathered.environments].sort();
  return {
    key: sha256(canonicalJson(['identity', text, environments, isElsewhere])),
    ...identity,
    refs: refs.entries().map(([, ref]) => ref),
    ...{ environments, isElsewhere, usages },
    examples: examples.entries().map(([, one]) => one),
  };
}
