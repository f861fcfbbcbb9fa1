import type { Page, PageQuery } from './api';
import type { LocatorStatus } from './status';

/**
 * Filters of `GET /discovery`. Values of one filter are alternatives; filters are all met.
 *
 * @public
 */
export interface DiscoveryQuery extends PageQuery {
  /** Kinds of entities, in any case. */
  kind?: string[];
  /** Values of `spec.type`, in any case. */
  type?: string[];
  /** Full entity references of owners. */
  owner?: string[];
}

/**
 * Why nothing is known to run of an entity, as far as the plugin can tell: the catalog cannot process it
 * (`entity-problem`); it runs in clusters that no locator reads (`clusters-not-read`) or in which none sees anything
 * (`clusters-see-nothing`), or the locator of clusters fails (`locator-failing`); an annotation of another plugin names
 * its repository, and no configuration says how to read it (`annotation-not-configured`); its pipeline could report
 * (`not-reported`); or nobody said anything (`nothing-named`).
 *
 * @public
 */
export const unlocatedReasons = [
  'entity-problem',
  'locator-failing',
  'clusters-not-read',
  'clusters-see-nothing',
  'annotation-not-configured',
  'not-reported',
  'nothing-named',
] as const;

/** @public */
export type UnlocatedReason = (typeof unlocatedReasons)[number];

/**
 * The shortest way to make something known.
 *
 * @public
 */
export interface DiscoveryFix {
  /** One sentence. */
  text: string;
  /** To paste; names of the entity are filled in. */
  yaml?: string;
  /** Where it belongs. */
  file?: 'catalog-info.yaml' | 'app-config.yaml';
}

/**
 * An entity of which something is expected to run, and nothing is known to.
 *
 * @public
 */
export interface UnlocatedEntity {
  entityRef: string;
  kind: string;
  type?: string;
  /** Entity reference. */
  owner?: string;
  /** Entity reference. */
  system?: string;
  reason: UnlocatedReason;
  /** The annotation that the reason is about. */
  annotation?: string;
  /** What the catalog or the locator says. May quote a stranger: escape it on display. */
  problem?: string;
  fix: DiscoveryFix;
}

/**
 * How many entities of one kind and type are covered.
 *
 * @public
 */
export interface CoverageGroup {
  kind: string;
  /** Absent where every type of the kind is expected to run something. */
  type?: string;
  entities: number;
  /** With at least one usage that the viewer may see. */
  withUsages: number;
}

/**
 * How many entities of one owner are covered.
 *
 * @public
 */
export interface OwnerCoverage {
  /** Entity reference. */
  owner: string;
  entities: number;
  /** With at least one usage that the viewer may see. */
  withUsages: number;
}

/**
 * Answer of `GET /discovery`: the entities without any usage that the viewer may see, and figures of all that are
 * expected to have one (`discovery.expected`).
 *
 * @public
 */
export interface DiscoveryResponse extends Page<UnlocatedEntity> {
  /** By kind and type, the largest first; the filters `kind` and `type` do not narrow it. */
  coverage: CoverageGroup[];
  /**
   * Every owner of expected entities that the viewer may see, whatever the filters, to choose one: those of whom most is
   * not known first, at most 1,000. On the first page alone.
   */
  owners?: OwnerCoverage[];
  /** Expected entities that the viewer may not see, whatever the filters; only for `provenance.evidence.read.all`. */
  hidden?: number;
}

/**
 * A host that artifacts name and that may not be contacted.
 *
 * @public
 */
export interface RefusedHostItem {
  /** A stranger may have written it. Never a link. */
  host: string;
  artifacts: number;
  entities: number;
}

/**
 * What a portal needs before it can say anything: something that runs, hosts that may be contacted, authorities,
 * names of environments, and rules.
 *
 * @public
 */
export const setupSteps = [
  'artifacts',
  'hosts',
  'authorities',
  'environments',
  'rules',
] as const;

/** @public */
export type SetupStepId = (typeof setupSteps)[number];

/** @public */
export interface SetupStep {
  id: SetupStepId;
  done: boolean;
  /** What is missing, by name: authorities that are not loaded. */
  missing?: string[];
  /** To paste into `app-config.yaml`, or for `artifacts` into an entity's file. */
  yaml?: string;
}

/**
 * Answer of `GET /setup`: what was found so far, and what is missing.
 *
 * @public
 */
export interface SetupResponse {
  found: {
    /** Entities that may run something. */
    entities: number;
    /** Usages that hold now. */
    artifacts: number;
    locators: LocatorStatus[];
  };
  /** In the order in which they are worth taking. */
  steps: SetupStep[];
  refusedHosts: {
    /** Those that most entities name first, at most 100. */
    items: RefusedHostItem[];
    /** How many there are beyond these. */
    more: number;
  };
}
