import type {
  UsageClaim,
  UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';
import { digest, minutesAgo, usage } from './usages';

const pay = 'ghcr.io/acme/pay';

/** What a cluster sees, last heard of a moment ago; say what differs. */
export function claim(differing: Partial<UsageClaim> = {}): UsageClaim {
  return {
    locator: 'kubernetes',
    standing: 'observed',
    reference: `${pay}:1.7@${digest('a7')}`,
    firstSeenAt: minutesAgo(3_000),
    lastSeenAt: minutesAgo(4),
    ...differing,
  };
}

/** What the entity's own annotation says, spoken over by what runs. */
export function declaration(differing: Partial<UsageClaim> = {}): UsageClaim {
  return claim({
    locator: 'annotation',
    standing: 'declared',
    reference: `${pay}:1.8`,
    outranked: 'differs',
    ...differing,
  });
}

const running = (differing: Partial<UsageSummary>) =>
  usage({
    repository: pay,
    tag: '1.7',
    digest: digest('a7'),
    reference: `${pay}:1.7@${digest('a7')}`,
    claims: [claim()],
    ...differing,
  });

export const notRunning = running({
  id: 'not-running',
  claims: [claim(), declaration()],
  findings: [
    {
      code: 'locators-disagree',
      firstSeenAt: minutesAgo(30),
      lastSeenAt: minutesAgo(4),
      old: `${pay}:1.8`,
      new: `${pay}:1.7@${digest('a7')}`,
    },
  ],
});

const place = { place: 'rolling', alsoRunning: 1, location: 'eu-west-1' };
const next = `${pay}:1.8@${digest('b8')}`;

/** The new digest is not signed, the old one still runs. */
export const rollingOut: UsageSummary[] = [
  running({
    ...{ ...place, id: 'rolling-old' },
    claims: [claim(), declaration({ outranked: 'same' })],
  }),
  running({
    ...{ ...place, id: 'rolling-next' },
    ...{ tag: '1.8', digest: digest('b8'), reference: next },
    ...{ verdict: 'unsigned', decision: 'deny' },
    reason: { code: 'nothing-found', parameters: { digest: digest('b8') } },
    claims: [claim({ reference: next }), declaration({ outranked: 'same' })],
  }),
];

export const reported = running({
  id: 'reported',
  repository: 'ghcr.io/acme/ledger',
  environment: 'staging',
  claims: [
    claim({
      ...{ locator: 'report', standing: 'reported', reporter: 'ci-payments' },
      at: minutesAgo(95),
      lastSeenAt: minutesAgo(95),
      run: 'https://ci.acme.example/runs/4711',
      expiresAt: '2026-11-20T18:00:00Z',
    }),
    declaration({ outranked: 'unknown', reference: 'ghcr.io/acme/ledger' }),
  ],
});

export const missing = running({
  id: 'missing',
  repository: 'ghcr.io/acme/cards',
  claims: [
    claim({ lastSeenAt: undefined, missingSince: '2026-11-20T10:05:00Z' }),
  ],
});

export const held = running({
  id: 'held',
  repository: 'ghcr.io/acme/fraud',
  claims: [
    claim({
      lastSeenAt: undefined,
      missingSince: '2026-11-20T09:30:00Z',
      heldSince: '2026-11-20T09:30:00Z',
    }),
  ],
});

const bidi = '\u202egnp.exe\u202c';

/** Names that a cluster, a pipeline and an annotation bring along. */
export const hostileClaims = running({
  id: 'hostile-claims',
  repository: 'ghcr.io/acme/mallory',
  claims: [
    claim({
      ...{ locator: 'report', standing: 'reported' },
      reporter: `<img src=x onerror=alert(1)>${bidi}`,
      reference: `<script>alert(2)</script>${bidi}`,
      run: ['javascript', 'alert(3)'].join(':'),
    }),
    declaration({ reference: `<b>${bidi}</b>${'x'.repeat(400)}` }),
    declaration({ reference: `<i>${bidi}</i>`, outranked: 'unknown' }),
    declaration({ locator: `<svg onload=alert(4)>${bidi}` }),
    declaration({ locator: 'argo', reference: bidi }),
  ],
  hasMoreClaims: true,
});

/** An entity about which several locators speak. */
export const claimed: UsageSummary[] = [
  notRunning,
  ...rollingOut,
  reported,
  missing,
  held,
  hostileClaims,
];
