import type { Evidence } from '@countersign/domain';
import { migratedDatabase } from '../__testUtils__/databases';
import { artifact, rules, signedImage } from '../__testUtils__/images';
import {
  component,
  startPortal,
  type Portal,
} from '../__testUtils__/startPortal';
import { judgeKnowledge } from '../engine/judgeKnowledge';
import { readKnowledge, readMaterials } from '../store';
import { checkIntegrity } from './checkIntegrity';
import { digestOfText } from './commitments';
import type { LogEntryRow } from './rows';
import { sealAll } from './startSealer';
import { basisOf, type VerdictBasis } from './VerdictBasis';

jest.setTimeout(60_000);

describe('what a transition rests on', () => {
  let portal: Portal;
  let usageId: string;
  let basis: VerdictBasis;
  let contents: {
    verdict: string;
    generation: string;
    restsOn: VerdictBasis;
  }[];
  const knexOf = () => portal.engine.knex;

  beforeAll(async () => {
    const knex = await migratedDatabase('SQLITE_3');
    portal = await startPortal({ knex, rules });
    const { reference } = signedImage(portal, 'payments');
    const [usage] = await portal.look([
      component('payments', artifact(reference)),
    ]);
    usageId = usage.id;
    const rows = await knex<LogEntryRow>('log_entries')
      .where({ kind: 'transition' })
      .orderBy('id');
    contents = rows.map(row => JSON.parse(row.content));
    basis = contents[1].restsOn;
  });

  afterAll(() => portal.close());

  it('S10.2 stands in the entry of each transition, with the configuration', () => {
    const { generation } = portal.engine;
    expect(contents).toMatchObject([
      { verdict: 'inconclusive', generation },
      { verdict: 'trusted', generation },
    ]);
  });

  it('S10.2 names the stored rows by their digests', async () => {
    const knex = knexOf();
    const [look] = basis.collections.complete;
    const { subject, content } = look;
    expect(
      await knex('collections').where({ subject, content_hash: content }),
    ).toHaveLength(1);
    expect(basis.evidence.accepted).toHaveLength(1);
    const [accepted] = basis.evidence.accepted;
    const row = await knex('evidence')
      .where({
        subject: accepted.subject,
        material: accepted.material,
        authority_digest: accepted.authorityDigest,
        verifier_revision: accepted.verifierRevision,
      })
      .first();
    expect(digestOfText(row.content)).toBe(accepted.content);
    const materials = await readMaterials({
      knex,
      digests: [accepted.material as Evidence['material']],
    });
    expect(materials).toHaveLength(1);
  });

  it('S10.2 can be computed again from what is stored', async () => {
    const known = (await readKnowledge({ knex: knexOf(), usageId }))!;
    const { current, ...rest } = known;
    const context = portal.engine.judging;
    const judgement = judgeKnowledge({
      ...rest,
      usage: current.usage,
      resolution: current.resolution,
      context,
      now: portal.clock.now(),
    });
    expect(judgement.verdict).toBe('trusted');
    expect(judgement.restsOn?.()).toEqual(basis);
  });

  it('S10.2 is another one for another list, other authorities, evidence or looks', async () => {
    const known = (await readKnowledge({ knex: knexOf(), usageId }))!;
    const { collections, evidence } = known;
    const context = portal.engine.judging;
    const judgement = (await portal.detail(usageId)).judgement;
    const same = { judgement, collections, evidence, context };
    expect(basisOf(same)).toEqual(basis);
    const changes: [keyof VerdictBasis, Partial<typeof same>][] = [
      [
        'registry',
        {
          context: { ...context, registry: { ...context.registry, rules: [] } },
        },
      ],
      [
        'settings',
        {
          context: {
            ...context,
            settings: { ...context.settings, maximumAgeMs: 1 },
          },
        },
      ],
      [
        'authorities',
        {
          context: {
            ...context,
            authorities: { ...context.authorities, states: [] },
          },
        },
      ],
      ['evidence', { evidence: [] }],
      ['collections', { collections: [] }],
    ];
    for (const [part, change] of changes)
      expect(basisOf({ ...same, ...change })[part]).not.toEqual(basis[part]);
  });

  it('S10.2 leaves the chain whole', async () => {
    const knex = knexOf();
    await sealAll({ knex, clock: portal.clock });
    expect(
      await checkIntegrity({ knex, now: portal.clock.now() }),
    ).toMatchObject({ status: 'whole', checked: { from: 1, through: 2 } });
  });
});
