import {
  artifactKinds,
  authoritySourceKinds,
  authorityWindowKinds,
  claimComparisons,
  claimStandings,
  decisions,
  findingCodes,
  materialFormats,
  materialSources,
  modes,
  proofNames,
  reasonCodes,
  verdicts,
} from '@countersign/domain';
import { instant, list, object, oneOf, ref, text } from './shapes';
import { statusSchemas } from './statusSchemas';

const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' } as const;
const texts = { type: 'object', additionalProperties: text } as const;

/** One page of a list, as `Page` says it. */
const page = (item: string) =>
  object({
    items: list(ref(item)),
    totalItems: { type: 'integer' },
    pageInfo: object({ nextCursor: text }, ['nextCursor']),
  });

const identity = {
  id: text,
  entityRef: text,
  kind: oneOf(artifactKinds),
  repository: text,
  environment: text,
  cloud: text,
  location: text,
};

const absentInIdentity = ['repository', 'environment', 'cloud', 'location'];

const finding = {
  code: oneOf(findingCodes),
  firstSeenAt: instant,
  lastSeenAt: instant,
  old: text,
  new: text,
};

const absentInFinding = ['old', 'new'];

const summary = {
  ...identity,
  place: text,
  alsoRunning: { type: 'integer' },
  isKindAssumed: { type: 'boolean' },
  reference: text,
  tag: text,
  digest,
  verdict: oneOf(verdicts),
  decision: oneOf(decisions),
  reason: ref('Reason'),
  freshness: ref('Freshness'),
  entityProblem: text,
  since: instant,
  lastCheckedAt: instant,
  checking: { type: 'boolean' },
  findings: list(ref('Finding')),
  claims: list(ref('UsageClaim')),
  hasMoreClaims: { type: 'boolean' },
  rules: list(text),
};

const absentInSummary = [
  ...absentInIdentity,
  ...['tag', 'digest', 'lastCheckedAt', 'entityProblem', 'isKindAssumed'],
];

/** What a caller names. PostgreSQL refuses a NUL in any text, and that must be the caller's mistake and not ours. */
export const callersText = (maxLength: number) =>
  ({
    type: 'string',
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000]*$',
  } as const);

/** Everything that the API answers, as strict as the types are. */
export const schemas = {
  Cause: object({
    code: text,
    origin: oneOf(['infrastructure', 'material', 'configuration']),
    message: text,
  }),
  Reason: object({ code: oneOf(reasonCodes), parameters: texts }),
  Freshness: {
    oneOf: [
      object({ status: oneOf(['fresh']), provenAt: instant }),
      object({
        status: oneOf(['stale']),
        provenAt: instant,
        since: instant,
        cause: { oneOf: [ref('Cause'), oneOf(['overdue', 'entity-problem'])] },
      }),
      object({ status: oneOf(['none']) }),
    ],
  },
  Finding: object(finding, absentInFinding),
  UsageClaim: object(
    {
      locator: text,
      standing: oneOf(claimStandings),
      reference: text,
      outranked: oneOf(claimComparisons),
      reporter: text,
      at: instant,
      run: text,
      firstSeenAt: instant,
      lastSeenAt: instant,
      missingSince: instant,
      heldSince: instant,
      expiresAt: instant,
    },
    [
      ...['outranked', 'reporter', 'at', 'run', 'lastSeenAt'],
      ...['missingSince', 'heldSince', 'expiresAt'],
    ],
  ),
  UsageSummary: object(summary, absentInSummary),
  UsageDetail: object(
    {
      ...summary,
      judgement: ref('Judgement'),
      collection: ref('Collection'),
      evidence: list(ref('Evidence')),
    },
    [...absentInSummary, 'collection'],
  ),
  UsagePage: page('UsageSummary'),
  HistoryPage: page('UsageTransition'),
  UsageTransition: object(
    {
      at: instant,
      from: object(
        {
          verdict: oneOf(verdicts),
          decision: oneOf(decisions),
          reasonCode: oneOf(reasonCodes),
        },
        ['decision'],
      ),
      decisionChange: text,
      reference: text,
      digest,
      judgement: ref('Judgement'),
      restsOn: ref('JudgedFrom'),
    },
    ['from', 'decisionChange', 'reference', 'digest', 'restsOn'],
  ),
  JudgedFrom: object({
    verifierRevision: { type: 'integer' },
    registry: object({ version: { type: 'integer' }, digest: text }),
    settings: text,
    authorities: list(
      object({ name: text, digest: { type: ['string', 'null'] } }),
    ),
    collections: object({
      digest: text,
      complete: list(object({ subject: text, at: instant, content: text })),
    }),
    evidence: object({
      digest: text,
      count: { type: 'integer' },
      accepted: list(
        object({
          subject: text,
          material: text,
          authorityDigest: text,
          verifierRevision: { type: 'integer' },
          content: text,
        }),
      ),
    }),
  }),
  FindingPage: page('FindingItem'),
  FindingItem: object(
    {
      ...finding,
      closedAt: instant,
      usage: ref('UsageIdentity'),
      about: text,
    },
    [...absentInFinding, 'closedAt', 'usage', 'about'],
  ),
  UsageIdentity: object(identity, absentInIdentity),
  DigestDetail: object({
    digest,
    uses: list(ref('DigestUse')),
    totalUses: { type: 'integer' },
    collections: list(ref('Collection')),
    evidence: list(ref('Evidence')),
  }),
  DigestUse: object(
    {
      usage: ref('UsageIdentity'),
      reference: text,
      from: instant,
      to: instant,
    },
    ['to'],
  ),
  // Rules have a strict parser of their own, at the door; the document does not say it twice.
  Acceptance: object(
    {
      version: { type: 'integer' },
      rules: list({ type: 'object' }),
      builders: list({ type: 'object' }),
      bindings: list({ type: 'object' }),
      keys: list({ type: 'object' }),
      distrust: list({ type: 'object' }),
    },
    ['builders', 'bindings', 'distrust', 'keys'],
  ),
  Judgement: object(
    {
      verdict: oneOf(verdicts),
      decision: oneOf(decisions),
      reason: ref('Reason'),
      origin: text,
      freshness: ref('Freshness'),
      kind: oneOf(artifactKinds),
      rules: list(ref('RuleTrace')),
      registryVersion: { type: 'integer' },
      reconsiderAt: instant,
    },
    ['origin', 'kind', 'registryVersion', 'reconsiderAt'],
  ),
  RuleTrace: object(
    {
      rule: text,
      mode: oneOf(modes),
      verdict: oneOf(verdicts),
      decision: oneOf(decisions),
      reason: ref('Reason'),
      materials: list(ref('MaterialTrace')),
      requirements: list(ref('RequirementTrace')),
      children: list(ref('ChildTrace')),
    },
    ['requirements', 'children'],
  ),
  RequirementTrace: object(
    {
      type: text,
      mode: oneOf(modes),
      verdict: oneOf(verdicts),
      reason: ref('Reason'),
    },
    ['mode'],
  ),
  ChildTrace: object(
    { digest, platform: text, verdict: oneOf(verdicts), reason: ref('Reason') },
    ['platform'],
  ),
  MaterialTrace: object(
    {
      material: digest,
      authority: text,
      accepted: { type: 'boolean' },
      reason: ref('Reason'),
      nearest: object({
        index: { type: 'integer' },
        part: text,
        found: text,
        wanted: text,
      }),
      subject: digest,
    },
    ['authority', 'nearest', 'subject'],
  ),
  Collection: object(
    {
      subject: digest,
      repository: text,
      at: instant,
      sources: list(ref('SourceReport')),
      material: list(
        object({
          digest,
          source: oneOf(materialSources),
          format: oneOf(materialFormats),
        }),
      ),
      children: list(
        object(
          {
            digest,
            mediaType: text,
            platform: text,
            isRunnable: { type: 'boolean' },
          },
          ['platform'],
        ),
      ),
      kinds: list(oneOf(artifactKinds)),
    },
    ['children', 'kinds'],
  ),
  SourceReport: object(
    {
      source: oneOf(materialSources),
      status: oneOf(['complete', 'absent', 'failed', 'limited']),
      cause: ref('Cause'),
      limit: text,
    },
    ['cause', 'limit'],
  ),
  Proof: object(
    {
      status: oneOf(['proven', 'absent', 'unchecked', 'failed']),
      code: text,
      message: text,
    },
    ['code', 'message'],
  ),
  Evidence: object(
    {
      subject: digest,
      material: digest,
      format: oneOf(materialFormats),
      authority: text,
      authorityDigest: digest,
      verifierRevision: { type: 'integer' },
      signer: { type: 'object' },
      statement: { type: 'object' },
      logEntry: { type: 'object' },
      proofs: object(
        Object.fromEntries(proofNames.map(name => [name, ref('Proof')])),
      ),
      outcome: { type: 'object' },
    },
    ['signer', 'statement', 'logEntry'],
  ),
  Explanation: object(
    {
      about: text,
      code: text,
      title: text,
      sentence: text,
      mover: text,
      fix: text,
      origin: text,
      alarm: { type: 'boolean' },
      documentation: text,
    },
    ['origin'],
  ),
  Reasons: object({ items: list(ref('Explanation')) }),
  Status: object(
    { authorities: list(ref('AuthorityStatus')), engine: ref('EngineStatus') },
    ['engine'],
  ),
  ...statusSchemas,
  AuthorityStatus: object(
    {
      name: text,
      kind: oneOf(['sigstore', 'key']),
      source: oneOf(authoritySourceKinds),
      location: text,
      status: oneOf(['loaded', 'missing']),
      digest,
      version: text,
      loadedAt: instant,
      refreshedAt: instant,
      expiresAt: instant,
      nextRefreshAt: instant,
      lastError: object({ at: instant, message: text }),
      refusedVersion: object({ at: instant, digest, why: text }, ['digest']),
      windows: list(ref('AuthorityWindow')),
    },
    [
      'location',
      'digest',
      'version',
      'loadedAt',
      'refreshedAt',
      'expiresAt',
      'nextRefreshAt',
      'lastError',
      'refusedVersion',
    ],
  ),
  AuthorityWindow: object(
    {
      what: oneOf(authorityWindowKinds),
      name: text,
      start: instant,
      end: instant,
    },
    ['start', 'end'],
  ),
  CheckRequest: {
    oneOf: [
      object({ entityRef: callersText(300) }),
      object({ usageId: callersText(64) }),
    ],
  },
  CheckResponse: object({ usageIds: list(text), justLooked: list(text) }),
  Error: { type: 'object' },
};
