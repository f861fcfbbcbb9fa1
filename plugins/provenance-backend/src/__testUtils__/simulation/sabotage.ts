import type { Digest, Evidence } from '@countersign/domain';
import type { Collected } from '@countersign/verifier';
import type { Looker, Verification } from '../../engine';
import type { Sabotage } from './Replica';

/** What an engine could do wrong, and what the oracle has to call it. */
export const sabotages: Record<string, Sabotage> = {
  /** S6.1: what was seen last is passed off as what is seen now. */
  'keeps a verdict through an outage': { looker: holding },
  /** S5.4: whatever could not be read is said not to be there. */
  'calls an outage unsigned': { looker: denying },
  /** S1.5: a failed proof counts as one. */
  'trusts unproven evidence': { verification: believing },
  /** S6.4: rules and authorities change, verdicts do not. */
  'never judges again': { neverAligns: true },
  /** Whoever was never told counts as told. */
  'loses messages': {
    sink: ({ name }) => ({ name, send: async () => undefined }),
  },
  /** S10.3: what a digest in use rests on goes with what is old. */
  'removes what is in use': {
    afterRetention: knex => knex('evidence').delete(),
  },
};

function holding(looker: Looker): Looker {
  const digests = new Map<string, Digest>();
  const looks = new Map<string, Collected>();
  return {
    ...scopeOf(looker),
    async resolve(reference, whom) {
      try {
        const digest = await looker.resolve(reference, whom);
        digests.set(reference.text, digest);
        return digest;
      } catch (error) {
        const digest = digests.get(reference.text);
        if (!digest) throw error;
        return digest;
      }
    },
    async collect(reference, subject, whom) {
      const found = await looker.collect(reference, subject, whom);
      const last = looks.get(subject);
      const isWhole = found.collection.sources.every(
        ({ status }) => status !== 'failed',
      );
      if (isWhole) looks.set(subject, found);
      const { at } = found.collection;
      return isWhole || !last
        ? found
        : { ...last, collection: { ...last.collection, at } };
    },
  };
}

function denying(looker: Looker): Looker {
  return {
    ...scopeOf(looker),
    resolve: (reference, whom) => looker.resolve(reference, whom),
    async collect(reference, subject, whom) {
      const { collection, materials } = await looker.collect(
        reference,
        subject,
        whom,
      );
      const sources = collection.sources.map(report =>
        report.status === 'failed'
          ? ({ source: report.source, status: 'absent' } as const)
          : report,
      );
      return { materials, collection: { ...collection, sources } };
    },
  };
}

function believing(verification: Verification): Verification {
  let proven: Evidence | undefined;
  return {
    ...verification,
    async verify(material, context) {
      const evidence = await verification.verify(material, context);
      if (evidence.outcome.status === 'proven') {
        if (evidence.signer?.type === 'certificate') proven ??= evidence;
        return evidence;
      }
      const { authority, authorityDigest, subject } = evidence;
      const self = { material: material.digest, subject };
      return proven && authority === proven.authority
        ? { ...proven, ...self, authority, authorityDigest }
        : evidence;
    },
  };
}

function scopeOf(looker: Looker): Pick<Looker, 'credentialScope'> {
  return {
    credentialScope: async (...given) =>
      (await looker.credentialScope?.(...given)) ?? 'nobody',
  };
}
