import type { Entity } from '@backstage/catalog-model';
import type { UsageSummary } from '@countersign/backstage-plugin-provenance-common';
import { playVerdicts } from './playVerdicts';
import type { PortalApi } from './PortalApi';

const entities: Entity[] = ['relay', 'points'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
}));

const usage = (name: string, lastCheckedAt?: string) =>
  ({
    id: name,
    entityRef: `component:default/${name}`,
    repository: `registry.test/${name}`,
    reference: `registry.test/${name}:1`,
    verdict: 'trusted',
    reason: { code: 'accepted', parameters: {} },
    freshness: { status: 'none' },
    findings: [],
    checking: false,
    lastCheckedAt,
  } as unknown as UsageSummary);

function stage() {
  const log: string[] = [];
  let now = Date.parse('2026-01-01T00:00:00Z');
  const looks = new Map<string, string>();
  const api = {
    async usages() {
      return [...looks].map(([name, at]) => usage(name, at || undefined));
    },
    async check(id: string) {
      log.push(`check ${id}`);
      looks.set(id, new Date(now).toISOString());
    },
  } as unknown as PortalApi;
  const sandbox = {
    acts: [
      {
        id: 'tag-moved',
        repository: 'relay',
        played: false,
        async run() {
          log.push('act tag-moved');
        },
      },
    ],
    now: () => new Date(now),
    advance(milliseconds: number) {
      log.push('clock');
      now += milliseconds;
    },
  };
  return { api, sandbox, looks, log };
}

describe('playVerdicts', () => {
  it('plays the acts only after a first look at everything, and looks again at what they touched', async () => {
    const { api, sandbox, looks, log } = stage();
    looks.set('relay', '2026-01-01T00:00:00.000Z');
    looks.set('points', '2026-01-01T00:00:00.000Z');
    const rows = await playVerdicts({ api, sandbox, entities });
    expect(log).toEqual(['act tag-moved', 'clock', 'check relay']);
    expect(rows.map(row => row.entity)).toEqual(['points', 'relay']);
  });

  it('says what it waited for where a look does not end', async () => {
    const { api, sandbox, looks, log } = stage();
    looks.set('relay', '');
    looks.set('points', '2026-01-01T00:00:00.000Z');
    await expect(
      playVerdicts({ api, sandbox, entities, patience: 0 }),
    ).rejects.toThrow('registry.test/relay:1');
    expect(log).toEqual([]);
  });

  it('waits for entities that nobody has discovered yet', async () => {
    const { api, sandbox, looks } = stage();
    looks.set('relay', '2026-01-01T00:00:00.000Z');
    await expect(
      playVerdicts({ api, sandbox, entities, patience: 0 }),
    ).rejects.toThrow('the first look at every entity');
  });
});
