import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { parse } from 'yaml';
import { companyEntities, usagesEach } from './company';
import { startWorld } from './startWorld';

const clock = { now: () => new Date('2026-11-20T09:00:00Z') };

const itemsOf = (entity: { metadata: { annotations?: object } }) =>
  parse(
    (entity.metadata.annotations as Record<string, string>)[
      ARTIFACTS_ANNOTATION
    ],
  ) as { reference: string; environment: string; cloud: string }[];

describe('companyEntities', () => {
  const host = '127.0.0.1:7010';
  const components = (usages: number) =>
    companyEntities(usages, host).filter(({ kind }) => kind === 'Component');

  it.each([10, 1_000, 10_000])('makes enough for %d usages', usages => {
    const made = components(usages);
    expect(made).toHaveLength(Math.ceil(usages / usagesEach));
    // One more follows from the convention.
    expect(
      made.every(entity => itemsOf(entity).length === usagesEach - 1),
    ).toBe(true);
    expect(new Set(made.map(({ metadata }) => metadata.name)).size).toBe(
      made.length,
    );
  });

  it('makes the same again, and those of a smaller company for a larger one too', () => {
    expect(companyEntities(1_000, host)).toEqual(companyEntities(1_000, host));
    expect(components(1_000).slice(0, 3)).toEqual(components(10));
  });

  it('makes every system and domain that an entity belongs to', () => {
    const entities = companyEntities(10_000, host);
    const names = (kind: string) =>
      new Set(
        entities
          .filter(one => one.kind === kind)
          .map(({ metadata }) => metadata.name),
      );
    const named = (kind: string, field: string) =>
      new Set(
        entities
          .filter(one => one.kind === kind)
          .map(({ spec }) => spec?.[field]),
      );
    expect(named('Component', 'system')).toEqual(names('System'));
    expect(named('System', 'domain')).toEqual(names('Domain'));
    expect(named('Component', 'owner').size).toBe(4);
  });
});

describe('a generated company in a world', () => {
  it('runs images that the registry has and that are signed, beside Acme Pay itself', async () => {
    const world = await startWorld({ clock, corpus: false, usages: 100 });
    try {
      const generated = world.entities.filter(
        ({ kind, metadata }) =>
          kind === 'Component' && metadata.name.startsWith('generated-'),
      );
      expect(generated).toHaveLength(25);
      const { host } = world.registry;
      for (const { reference } of generated.flatMap(itemsOf)) {
        const [name, tag] = reference.slice(host.length + 1).split(':');
        const repository = world.registry.repository(name);
        const digest = repository.tags.get(tag);
        const signatures = `${digest!.replace(':', '-')}.sig`;
        expect(repository.tags.has(signatures)).toBe(true);
      }
      expect(world.entities.map(({ metadata }) => metadata.name)).toContain(
        'identity-gateway',
      );
    } finally {
      await world.close();
    }
  });

  it('is not there unless it is asked for', async () => {
    const world = await startWorld({ clock, corpus: false });
    await world.close();
    expect(
      world.entities.filter(({ metadata }) =>
        metadata.name.startsWith('generated-'),
      ),
    ).toEqual([]);
    expect(
      world.registry.store.list().map(({ name }) => name),
    ).not.toContainEqual(expect.stringContaining('generated'));
  });
});
