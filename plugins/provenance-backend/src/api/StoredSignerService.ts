import type {
  SignerItem,
  SignerPage,
  SignerQuery,
} from '@countersign/backstage-plugin-provenance-common';
import type { Knex } from 'knex';
import {
  countUndetermined,
  listSigners,
  signerOrderOf,
  type ListedSigner,
} from '../store';
import type { EvidenceViewer } from './EvidenceViewer';
import { pageOf } from './pageOf';
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

function presentSigner(row: ListedSigner): SignerItem {
  const isAccepted = row.accepted === 1;
  return {
    id: row.hash,
    type: row.type,
    authority: row.authority,
    ...(row.issuer !== null && { issuer: row.issuer }),
    ...(row.subject !== null && { subject: row.subject }),
    ...(row.subject_type !== null && { subjectType: row.subject_type }),
    ...(row.fingerprint !== null && { fingerprint: row.fingerprint }),
    accepted: isAccepted,
    closed: !isAccepted,
    usages: row.usages,
    acceptedUsages: row.accepted_usages,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
  };
}
