import type {
  CoverageGroup,
  DiscoveryQuery,
  DiscoveryResponse,
} from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import {
  listUnlocated,
  readCoverage,
  readOwnerCoverage,
  readPasses,
  unlocatedOrder,
  type CoverageRow,
  type ExpectedKind,
} from '../store';
import { presentUnlocated } from './discovery/presentUnlocated';
import type { EvidenceViewer } from './EvidenceViewer';
import { pageOf } from './pageOf';

/** More than a person chooses from; only a catalog in which everybody owns something has as many. */
const mostOwners = 1_000;

const everything = { type: 'some' } as const;

/** Answers from the store: of which entities something is known to run, as far as the viewer may see it. */
export class StoredDiscoveryService {
  constructor(
    private readonly options: {
      knex: Knex;
      /** The entities of which something is expected to run. */
      expected: ExpectedKind[];
      /** Names of the locators that run. */
      locators: string[];
      /** The hosts that may be contacted. */
      allowed: string[];
    },
  ) {}

  /** @throws InputError for a cursor that did not come from here */
  async list(
    query: DiscoveryQuery,
    viewer: EvidenceViewer,
  ): Promise<DiscoveryResponse> {
    const { knex, expected, locators: names, allowed } = this.options;
    const { restriction } = viewer;
    const filters = {
      kinds: lower(query.kind),
      types: lower(query.type),
      owners: lower(query.owner),
    };
    const page = await pageOf({
      ...{ list: 'discovery', query, order: unlocatedOrder },
      read: (after, limit) =>
        listUnlocated({ knex, expected, restriction, filters, after, limit }),
      present: async rows => {
        const locators = { names, allowed, passes: await readPasses({ knex }) };
        return rows.map(row => presentUnlocated(row, locators));
      },
    });
    const coverage = await readCoverage({
      ...{ knex, expected, restriction, owners: filters.owners },
    });
    return {
      ...page,
      coverage: coverage.sort(largestFirst),
      ...(query.cursor === undefined && {
        owners: await readOwnerCoverage({
          ...{ knex, expected, restriction, limit: mostOwners },
        }),
      }),
      ...(viewer.seesAllEvidence && { hidden: await this.hidden(viewer) }),
    };
  }

  private async hidden({ restriction }: EvidenceViewer): Promise<number> {
    const { knex, expected } = this.options;
    const count = async (of: EvidenceViewer['restriction']) =>
      sum(await readCoverage({ knex, expected, restriction: of }));
    return (await count(everything)) - (await count(restriction));
  }
}

/** As everything that the catalog compares is stored. */
function lower(values: string[] | undefined): string[] | undefined {
  return values?.map(value => value.toLocaleLowerCase('en-US'));
}

function sum(rows: CoverageRow[]): number {
  return rows.reduce((total, { entities }) => total + entities, 0);
}

function largestFirst(a: CoverageGroup, b: CoverageGroup): number {
  const name = ({ kind, type = '' }: CoverageGroup) => `${kind} ${type}`;
  return b.entities - a.entities || (name(a) < name(b) ? -1 : 1);
}
