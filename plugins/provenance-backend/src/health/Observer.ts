import type {
  AuthorityKind,
  CauseOrigin,
  Decision,
  Verdict,
} from '@countersign/domain';

/** The parts of a look that take time, in their order; `look` is the whole. */
export const stages = [
  'look',
  'resolve',
  'collect',
  'verify',
  'judge',
  'record',
] as const;

/** @see stages */
export type Stage = (typeof stages)[number];

/**
 * What is counted, each with its labels. Every label has a closed set of values: a stranger's text in one of them would
 * let whoever pushes artifacts fill the memory of whoever stores the numbers.
 */
export interface Counted {
  /** Questions to registries and file hosts. */
  requests: {
    stage: 'resolve' | 'collect';
    backend: 'oci' | 'file';
    /** What kept it from being answered in full; `complete` where nothing did. */
    outcome: 'complete' | CauseOrigin | 'error';
  };
  /** One authority over one material. */
  verifications: {
    backend: AuthorityKind;
    outcome: 'proven' | 'refused' | 'error';
  };
  /** Looks at usages, by how they ended. */
  looks: { outcome: 'recorded' | 'late' | 'error' };
  /** Verdicts that were computed, whether they changed anything or not. */
  judgements: { verdict: Verdict; decision: Decision };
  /** What did not have to be done, because its answer was known. */
  cache: {
    cache: 'evidence' | 'look' | 'answer' | 'verdict';
    result: 'hit' | 'miss';
  };
}

/**
 * Where the engine says what it does and how long that takes. It knows nothing of who listens, and whatever a listener
 * does, the engine goes on.
 */
export interface Observer {
  /**
   * Does a piece of work and notes how long it took, whatever came of it.
   *
   * @param about - usage of which it is a part
   */
  stage<T>(
    stage: Stage,
    work: () => Promise<T>,
    about?: { usageId: string },
  ): Promise<T>;
  /** @param times - 1 where absent */
  count<N extends keyof Counted>(
    what: N,
    labels: Counted[N],
    times?: number,
  ): void;
}

/** Nobody listens. */
export const unobserved: Observer = {
  stage: (_stage, work) => work(),
  count: () => undefined,
};
