import { NotFoundError } from '@backstage/errors';
import type {
  DigestDetail,
  DigestUse,
} from '@countersign/backstage-plugin-provenance-common';
import type { Digest, Evidence } from '@countersign/domain';
import type { Knex } from 'knex';
import {
  identityOf,
  listDigestPlaces,
  listDigestUses,
  readDigest,
  type DigestPlace,
  type DigestUseRow,
} from '../store';
import type { DigestService } from './DigestService';
import type { EvidenceViewer } from './EvidenceViewer';

const mostUses = 500;

/** Answers from the store; a digest is reached through a usage that the viewer may see, and so is what is known of it. */
export class StoredDigestService implements DigestService<EvidenceViewer> {
  constructor(
    private readonly options: {
      knex: Knex;
      /** Puts stored evidence under the names that authorities have now. */
      inForce(evidence: Evidence[]): Evidence[];
    },
  ) {}

  async get(
    digest: Digest,
    { restriction, seesAllEvidence }: EvidenceViewer,
  ): Promise<DigestDetail> {
    const { knex, inForce } = this.options;
    const query = { knex, restriction, digest, limit: mostUses };
    const { uses, total } = await listDigestUses(query);
    const places = seesAllEvidence
      ? await listDigestPlaces({ knex, digest })
      : uses.flatMap(placeOf);
    if (uses.length === 0 && places.length === 0)
      throw new NotFoundError('no such digest');
    const usageIds = uses.map(use => use.id);
    const about = await readDigest({ knex, digest, places, usageIds });
    return {
      digest,
      uses: uses.map(presentUse),
      totalUses: total,
      collections: about.collections,
      evidence: inForce(about.evidence),
    };
  }
}

/** An annotation that cannot be read names no place. */
function placeOf(use: DigestUseRow): DigestPlace[] {
  if (use.repository === null) return [];
  const { repository, bundle_url: bundleUrl } = use;
  return [{ repository, bundleUrl: bundleUrl ?? undefined }];
}

function presentUse(row: DigestUseRow): DigestUse {
  return {
    usage: { id: row.id, ...identityOf(row) },
    reference: row.reference,
    from: row.valid_from,
    ...(row.valid_to !== null && { to: row.valid_to }),
  };
}
