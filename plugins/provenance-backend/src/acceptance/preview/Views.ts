import type { Clock } from '@countersign/backstage-plugin-provenance-node';
import type { Knex } from 'knex';
import {
  readSigners,
  readSignings,
  readUsageScopes,
  type Signing,
  type SignersToFind,
  type UsageScope,
} from '../../store';
import type { SignerRow } from '../../store/rows';

/** What somebody may see. */
export type Viewer = Pick<SignersToFind, 'restriction' | 'seesAllEvidence'>;

/** Who signed how, as far as somebody may see. */
export interface SignersInView {
  signings: Signing[];
  /** By their ids. */
  rows: ReadonlyMap<string, SignerRow>;
}

/** What one viewer sees; read when it is first asked for. */
interface View {
  at: number;
  signers?: Promise<SignersInView>;
  scopes: Map<boolean, Promise<UsageScope[]>>;
}

/** Somebody who writes a rule asks with every few letters. */
const longestMs = 10_000;
/** Of tens of megabytes each, where ten thousand sign. */
const mostViews = 4;

const everyEntity = {};

/**
 * What viewers see of signers and usages, for as long as somebody types. Goes by the very set of entities that a viewer
 * sees now, so that nobody goes on seeing through it what was taken away.
 */
export class Views {
  private readonly numbers = new WeakMap<object, number>();
  private readonly views = new Map<string, View>();
  private last = 0;

  constructor(private readonly options: { knex: Knex; clock: Clock }) {}

  signers(viewer: Viewer): Promise<SignersInView> {
    const view = this.viewOf(viewer);
    view.signers ??= this.kept(viewer, this.readSigners(viewer));
    return view.signers;
  }

  scopes(viewer: Viewer, withEntities: boolean): Promise<UsageScope[]> {
    const { knex } = this.options;
    const { restriction } = viewer;
    const { scopes } = this.viewOf(viewer);
    const known = scopes.get(withEntities);
    if (known) return known;
    const read = this.kept(
      viewer,
      readUsageScopes({ knex, restriction, withEntities }),
    );
    scopes.set(withEntities, read);
    return read;
  }

  private async readSigners(viewer: Viewer): Promise<SignersInView> {
    const { knex } = this.options;
    const signings = await readSignings({ knex, ...viewer });
    const ids = new Set(signings.map(({ signerId }) => signerId));
    return { signings, rows: await readSigners({ knex, ids }) };
  }

  private viewOf(viewer: Viewer): View {
    const key = this.keyOf(viewer);
    const now = this.options.clock.now().getTime();
    const known = this.views.get(key);
    if (known && now >= known.at && now - known.at < longestMs) return known;
    const view: View = { at: now, scopes: new Map() };
    this.views.delete(key);
    this.views.set(key, view);
    for (const [oldest] of this.views) {
      if (this.views.size <= mostViews) break;
      this.views.delete(oldest);
    }
    return view;
  }

  /** A database that failed once must not fail this viewer for seconds. */
  private kept<T>(viewer: Viewer, read: Promise<T>): Promise<T> {
    read.catch(() => this.views.delete(this.keyOf(viewer)));
    return read;
  }

  private keyOf({ restriction, seesAllEvidence }: Viewer): string {
    if (restriction.type === 'nothing')
      return JSON.stringify(['nothing', seesAllEvidence]);
    const { entityRefs = everyEntity, filter } = restriction;
    const number = this.numbers.get(entityRefs) ?? ++this.last;
    this.numbers.set(entityRefs, number);
    return JSON.stringify([number, filter, seesAllEvidence]);
  }
}
