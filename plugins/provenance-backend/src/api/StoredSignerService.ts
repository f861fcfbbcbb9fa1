import type {
  SignerPage,
  SignerQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import { countUndetermined, listSigners, signerOrderOf } from '../store';
import type { EvidenceViewer } from './EvidenceViewer';
import { pageOf } from './pageOf';
import { presentSigner } from './presentSigner';
import type { SignerService } from './SignerService';

/** S11.1: what stands above strangers. */
const note =
  'No rule in force accepts these. An authority proves who signed; nobody said that they may.';

/** Answers from the store; who signed only what the restriction hides does not exist. */
export class StoredSignerService implements SignerService<EvidenceViewer> {
  constructor(private readonly options: { knex: Knex }) {}

  async list(query: SignerQuery, viewer: EvidenceViewer): Promise<SignerPage> {
    const { knex } = this.options;
    const { cursor, ...filters } = query;
    const { environment } = query;
    const { restriction } = viewer;
    const [page, undetermined] = await Promise.all([
      pageOf({
        list: 'signers',
        query,
        order: signerOrderOf(query),
        read: (after, limit) =>
          listSigners({ knex, ...viewer, query: filters, after, limit }),
        present: rows => rows.map(presentSigner),
      }),
      countUndetermined({ knex, restriction, environment }),
    ]);
    const isOfStrangers = query.accepted === false;
    return { ...page, undetermined, ...(isOfStrangers && { note }) };
  }
}
