import {
  isComplete,
  reviewedBuilders,
  type Collection,
  type Digest,
  type Evidence,
  type Judgement,
} from '@countersign/domain';
import { verifierRevision } from '@countersign/verifier';
import type { JudgeContext } from '../engine/JudgeContext';
import { digestOfText } from './commitments';

/**
 * What a verdict rests on, by digests, so that it can be computed again from stored bytes and nobody can exchange them
 * afterwards (S10.2). A type and not an interface, because it is written as JSON.
 */
export type VerdictBasis = {
  verifierRevision: number;
  registry: { version: number; digest: string };
  settings: string;
  authorities: { name: string; digest: string | null }[];
  collections: {
    /** Over all that the judge got. */
    digest: string;
    /** The newest complete look at each digest; `content` is `content_hash` of its row. */
    complete: { subject: string; at: string; content: string }[];
  };
  evidence: {
    /** Over all that the judge got. */
    digest: string;
    count: number;
    /** What was accepted; `content` is over the text of its row. */
    accepted: AcceptedEvidence[];
  };
};

export type AcceptedEvidence = {
  subject: string;
  material: string;
  authorityDigest: string;
  verifierRevision: number;
  content: string;
};

/** A judgement that can say what it rests on. Hashing is left until somebody asks: most judgements change nothing. */
export interface GroundedJudgement extends Judgement {
  /** Not part of the record: JSON leaves it out. */
  restsOn?(): VerdictBasis;
}

/** Names by digest what a judgement was computed from. */
export function basisOf(options: {
  judgement: Judgement;
  collections: Collection[];
  evidence: Evidence[];
  context: JudgeContext;
}): VerdictBasis {
  const { judgement, collections, evidence, context } = options;
  const { settings, authorities } = context;
  return {
    verifierRevision,
    registry: registryOf(context),
    settings: digestOfText(JSON.stringify(settings)),
    authorities: authorities.states.map(state => ({
      name: state.name,
      digest: state.status === 'loaded' ? state.digest : null,
    })),
    collections: {
      digest: digestOfAll(collections.map(({ at, ...look }) => [at, look])),
      complete: newestOfEach(collections),
    },
    evidence: {
      digest: digestOfAll(evidence),
      count: evidence.length,
      accepted: acceptedOf(judgement, evidence),
    },
  };
}

const registries = new WeakMap<object, VerdictBasis['registry']>();

/** A registry never changes while it is in force, and is hashed once. */
function registryOf({ registry }: JudgeContext): VerdictBasis['registry'] {
  const known = registries.get(registry);
  if (known) return known;
  const made = {
    version: registry.version,
    digest: digestOfText(JSON.stringify([registry, reviewedBuilders])),
  };
  registries.set(registry, made);
  return made;
}

function digestOfAll(records: object[]): string {
  const each = records.map(record => digestOfText(JSON.stringify(record)));
  return digestOfText(JSON.stringify(each.sort()));
}

function newestOfEach(collections: Collection[]) {
  const newest = new Map<Digest, Collection>();
  for (const one of collections) {
    const known = newest.get(one.subject);
    if (isComplete(one) && (!known || known.at < one.at))
      newest.set(one.subject, one);
  }
  return [...newest.values()].map(({ at, ...content }) => ({
    subject: content.subject,
    at,
    content: digestOfText(JSON.stringify(content)).slice('sha256:'.length),
  }));
}

function acceptedOf(
  { rules }: Judgement,
  evidence: Evidence[],
): AcceptedEvidence[] {
  const accepted = new Set(
    rules.flatMap(rule =>
      rule.materials.filter(one => one.accepted).map(one => one.material),
    ),
  );
  return evidence
    .filter(one => accepted.has(one.material) && isProven(one))
    .map(one => ({
      subject: one.subject,
      material: one.material,
      authorityDigest: one.authorityDigest,
      verifierRevision: one.verifierRevision,
      content: digestOfText(JSON.stringify(one)),
    }));
}

function isProven({ outcome }: Evidence): boolean {
  return outcome.status === 'proven';
}
