import type { Knex } from 'knex';

export interface Seeded {
  entities: number;
  /** Spread over the entities, three environments and three clouds. */
  usages: number;
  /** Materials of each of three digests that every entity runs, each verified under three authorities. */
  materials: number;
}

/** What the plugin is built for: 100,000 usages and a million rows of evidence. */
export const builtFor: Seeded = {
  entities: 10_000,
  usages: 100_000,
  materials: 12,
};

/** The entity with this number, as the seeded usages name it. */
export function seededEntity(number: number): string {
  return `component:default/service-${String(number).padStart(5, '0')}`;
}

const instant = (minutes: string) =>
  `to_char(timestamp '2026-11-20' - (${minutes}) * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const hash = (text: string) => `encode(sha256((${text})::bytea), 'hex')`;
const usageId = `substr(${hash(`'usage-' || i`)}, 1, 40)`;
const environment = `(array['prod', 'staging', 'dev'])[1 + i / :entities % 3]`;
const digest = `'sha256:' || ${hash(
  `'digest-' || i % :entities || ${environment}`,
)}`;
const repository = `'ghcr.io/acme/service-' || lpad((i % :entities)::text, 5, '0')`;
const tag = `'1.' || i % 40 || '.' || i % 7`;

/** Of ten: six accepted, one each stopped, would be stopped, unsigned, without rule. */
const fate = `(array['trusted', 'trusted', 'trusted', 'trusted', 'trusted', 'trusted', 'untrusted', 'inconclusive', 'unsigned', 'untrusted'])[1 + (i * 7919 / 13) % 10]`;
const decision = `(array['allow', 'allow', 'allow', 'allow', 'allow', 'allow', 'deny', 'warn', 'warn', 'warn'])[1 + (i * 7919 / 13) % 10]`;
const reason = `(array['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'signer-not-accepted', 'registry-unreachable', 'nothing-found', 'no-rule'])[1 + (i * 7919 / 13) % 10]`;
const strictness = `(array[0, 0, 0, 0, 0, 0, 23, 12, 11, 9])[1 + (i * 7919 / 13) % 10]`;
const since = instant('i % 100000');
const checked = instant('i % 240');
const later = `'2027-01-01T00:00:00.000Z'`;

const reasonJson = `json_build_object('code', ${reason}, 'parameters', json_build_object('signer', 'https://github.com/acme/service/.github/workflows/release.yml@refs/tags/v1'))`;
const judgement = `json_build_object(
  'verdict', ${fate}, 'decision', ${decision}, 'reason', ${reasonJson},
  'freshness', json_build_object('status', 'fresh', 'provenAt', ${checked}),
  'reconsiderAt', ${later},
  'rules', json_build_array(json_build_object(
    'rule', 'acme-release', 'mode', 'enforce', 'verdict', ${fate}, 'decision', ${decision}, 'reason', ${reasonJson},
    'materials', (select json_agg(json_build_object(
      'material', 'sha256:' || ${hash(
        `'material-' || m || i`,
      )}, 'authority', 'public-good', 'accepted', m = 1, 'reason', ${reasonJson}
    )) from generate_series(1, 3) m)
  )))::text`;

const usages = 'generate_series(0, :usages::int - 1) i';
const digests =
  'generate_series(0, :entities::int * 3 - 1) i, generate_series(1, :materials::int) m';
const material = `'sha256:' || ${hash(`'material-' || i || '-' || m`)}`;

/** Who signed: each service by itself, all by one shared workflow, some by strangers. A hundredth is not known. */
const usageSigners = (signer: string, accepted: string, some: string) =>
  `INSERT INTO usage_signers (usage_id, signer_id, accepted, entity_ref, environment, first_seen_at, last_seen_at, signed_hash)
     SELECT ${usageId}, (SELECT min(id) FROM signers) + ${signer}, ${accepted},
     'component:default/service-' || lpad((i % :entities)::text, 5, '0'), ${environment},
     ${instant('i % 100000 + 1440 * 30')}, ${since}, substr(${usageId}, 1, 22)
     FROM ${usages} WHERE ${some}`;

const evidence = `json_build_object(
  'subject', ${digest}, 'material', ${material}, 'format', 'sigstore-bundle', 'authority', 'authority-' || a,
  'authorityDigest', 'sha256:' || ${hash(`'authority-' || a`)},
  'verifierRevision', 1,
  'signer', json_build_object('type', 'certificate', 'issuer', 'https://token.actions.githubusercontent.com',
    'subject', 'https://github.com/acme/service/.github/workflows/release.yml@refs/tags/v1', 'subjectType', 'uri',
    'claims', json_build_object(), 'fingerprint', ${material}, 'notBefore', ${checked}, 'notAfter', ${later}),
  'proofs', json_build_object(),
  'outcome', json_build_object('status', 'failed', 'code', 'unknown-authority', 'message', 'no certificate of this authority leads to the signer'))::text`;

const statements = [
  `INSERT INTO usages SELECT ${usageId}, 'component:default/service-' || lpad((i % :entities)::text, 5, '0'),
     'container-image', ${repository}, ${environment}, (array['aws', 'azure', 'gcp'])[1 + i / :entities / 3 % 3],
     'region-' || i / :entities / 9, ${since} FROM ${usages}`,
  `INSERT INTO usage_states (usage_id, reference, tag, digest, resolution, valid_from, valid_to)
     SELECT ${usageId}, ${repository} || ':' || ${tag}, ${tag}, ${digest},
     json_build_object('status', 'resolved', 'at', ${checked})::text, ${since}, NULL FROM ${usages}`,
  `INSERT INTO usage_states (usage_id, reference, tag, digest, resolution, valid_from, valid_to)
     SELECT ${usageId}, ${repository} || ':0.' || old, '0.' || old, 'sha256:' || ${hash(
    `'old-' || old || '-' || i % :entities`,
  )},
     json_build_object('status', 'resolved', 'at', ${since})::text, ${instant(
    'i % 100000 + 1440 * old',
  )}, ${instant('i % 100000 + 1440 * (old - 1)')}
     FROM ${usages}, generate_series(1, 2) old`,
  `INSERT INTO usage_claims (usage_id, locator, standing, reference, first_seen_at)
     SELECT ${usageId}, 'annotation', 'declared', ${repository} || ':' || ${tag}, ${since} FROM ${usages}`,
  `INSERT INTO accepted_materials SELECT ${usageId}, ${digest}, 'sha256:' || ${hash(
    `'material-' || i % (:entities * 3) || '-1'`,
  )}, ${since} FROM ${usages}`,
  `INSERT INTO work (usage_id, next_at, priority, ticket, attempts)
     SELECT ${usageId}, ${later}, 0, 'ticket', 0 FROM ${usages}`,
  `INSERT INTO judgements (usage_id, verdict, decision, reason_code, content, generation, revision, since, judged_at, last_checked_at)
     SELECT ${usageId}, ${fate}, ${decision}, ${reason}, ${judgement}, 'g1', 1, ${since}, ${checked}, ${checked} FROM ${usages}`,
  `INSERT INTO current_usages (usage_id, entity_ref, kind, environment, cloud, location, reference, verdict, decision,
     strictness, reason_code, freshness, reconsider_at, since, last_checked_at, signers_hash)
     SELECT ${usageId}, 'component:default/service-' || lpad((i % :entities)::text, 5, '0'), 'container-image',
     ${environment}, (array['aws', 'azure', 'gcp'])[1 + i / :entities / 3 % 3], 'region-' || i / :entities / 9,
     ${repository} || ':' || ${tag}, ${fate}, ${decision}, ${strictness}, ${reason}, 'fresh', ${later}, ${since}, ${checked},
     CASE WHEN i % 100 > 0 THEN substr(${usageId}, 1, 22) END FROM ${usages}`,
  `INSERT INTO signers (hash, type, authority, issuer, subject, subject_type)
     SELECT ${hash(
       `'signer-' || i`,
     )}, 'certificate', (array['acme', 'acme', 'partner'])[1 + i % 3],
     (array['https://token.actions.githubusercontent.com', 'https://issuer.example'])[1 + i % 2],
     'https://github.com/acme/service-' || lpad(i::text, 5, '0') || '/.github/workflows/release.yml', 'uri'
     FROM generate_series(0, :entities::int - 1) i ORDER BY i`,
  `INSERT INTO signers (hash, type, authority, issuer, subject, subject_type)
     SELECT ${hash(
       `'stranger-' || i`,
     )}, 'certificate', 'public-good', 'https://accounts.example',
     'stranger-' || i || '@example.com', 'email' FROM generate_series(1, :entities::int / 10) i ORDER BY i`,
  usageSigners('i % :entities', '1', 'i % 100 > 0'),
  usageSigners(
    ':entities::int / 2',
    '1',
    'i % 100 > 0 AND i % :entities <> :entities::int / 2',
  ),
  usageSigners('i / 10 % (:entities::int / 10) + :entities', '0', 'i % 10 = 3'),
  `INSERT INTO transitions (usage_id, at, from_verdict, from_reason_code, verdict, decision, reason_code, content, entry_id)
     SELECT ${usageId}, ${instant(
    'i % 100000 + 1440 * old',
  )}, 'inconclusive', 'registry-unreachable', ${fate}, ${decision}, ${reason}, ${judgement}, 1 + i * 3 + old
     FROM ${usages}, generate_series(0, 2) old`,
  `INSERT INTO log_entries (id, kind, at, content, content_salt, content_commitment, sealed)
     SELECT entry_id, 'transition', at, json_build_object('usageId', usage_id)::text, 'salt', 'commitment', 1
     FROM transitions`,
  `INSERT INTO findings (usage_id, code, about, old, new, first_seen_at, last_seen_at, closed_at)
     SELECT ${usageId}, 'tag-moved', f::text, 'sha256:a', 'sha256:b', ${since}, ${checked}, CASE WHEN f > 1 THEN ${checked} END
     FROM generate_series(0, :usages::int - 1, 5) i, generate_series(1, 3) f`,
  `INSERT INTO collections (subject, repository, bundle_url, complete, content_hash, content, first_at, last_at)
     SELECT ${digest}, ${repository}, '', 1, 'hash', json_build_object('subject', ${digest}, 'repository', ${repository},
       'sources', json_build_array(json_build_object('source', 'subject', 'status', 'complete')),
       'material', json_agg(json_build_object('digest', ${material}, 'source', 'referrers-api', 'format', 'sigstore-bundle')))::text,
     ${since}, ${checked} FROM ${digests} GROUP BY i`,
  `INSERT INTO evidence (subject, material, authority_digest, verifier_revision, status, content, verified_at)
     SELECT ${digest}, ${material}, 'sha256:' || ${hash(`'authority-' || a`)},
     1, 'failed', ${evidence}, ${checked} FROM ${digests}, generate_series(1, 3) a`,
];

/**
 * Fills a PostgreSQL with usages and everything about them, by statements of the database's own: a look at each of a
 * hundred thousand usages would take hours. Rows are of the size that real ones have.
 */
export async function seedUsages(knex: Knex, size: Seeded): Promise<void> {
  for (const statement of statements) await knex.raw(statement, size as never);
  await knex.raw('VACUUM ANALYZE');
}
