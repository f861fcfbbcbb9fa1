import { explain } from '../explanation/explanation';
import type { DistrustEntry } from '../registry/distrust';
import {
  ago,
  cause,
  collection,
  digest,
  hour,
  identity,
  input,
  issuer,
  partner,
  proven,
  releaseRule,
  releaseWorkflow,
  scanned,
  subject,
} from '../testing/judgeInputs';
import {
  combination,
  indexInput,
  numbered,
  scannedRule,
} from '../testing/truthTables';
import { isDistrusted } from './distrust';
import type { JudgeInput } from './input';
import { judge } from './judge';

const signer: DistrustEntry = {
  identity: { issuer, subject: `${releaseWorkflow}@**` },
  reason: 'Its token leaked on Tuesday',
};

function distrusting(entry: DistrustEntry, change: Partial<JudgeInput> = {}) {
  const given = input(change);
  return { ...given, registry: { ...given.registry, distrust: [entry] } };
}

describe('S7.2 what a whole workflow, authority or log stands for', () => {
  const reusable = 'https://github.com/acme/shared/.github/workflows/sign.yml';
  const log = 'c'.repeat(64);
  const reason = 'It was taken over';
  const made = proven({
    signer: identity({
      claims: {
        buildSignerUri: `${reusable}@refs/heads/main`,
        buildConfigUri: 'https://github.com/acme/x/.github/workflows/on.yml@v1',
      },
    }),
    logEntry: { logId: log.toUpperCase(), logIndex: '7', kind: 'hashedrekord' },
  });
  const judged = (entry: DistrustEntry) => {
    const { reason: why } = judge(distrusting(entry, { evidence: [made] }));
    return `${why.code} ${why.parameters.entry ?? ''}`.trim();
  };

  it.each<[string, DistrustEntry, string]>([
    [
      'the workflow of the subject, at every ref',
      { workflow: releaseWorkflow, reason },
      `distrusted workflow ${releaseWorkflow}`,
    ],
    [
      'the workflow that signed inside another',
      { workflow: 'https://github.com/acme/shared/**', reason },
      'distrusted workflow https://github.com/acme/shared/**',
    ],
    [
      'the workflow that was started',
      { workflow: 'https://github.com/acme/x/**', reason },
      'distrusted workflow https://github.com/acme/x/**',
    ],
    [
      'the authority',
      { authority: 'acme', reason },
      'distrusted authority acme',
    ],
    [
      'the log, however its id is written',
      { log, reason },
      `distrusted log ${log}`,
    ],
  ])('takes out %s', (_, entry, expected) => {
    expect(judged(entry)).toBe(expected);
  });

  it.each<[string, DistrustEntry]>([
    ['another workflow', { workflow: `${releaseWorkflow}.bak`, reason }],
    ['another authority', { authority: 'partner', reason }],
    ['another log', { log: 'd'.repeat(64), reason }],
  ])('leaves what %s means', (_, entry) => {
    expect(judged(entry)).toBe('accepted');
  });

  it('believes the times of an authority, and none of a log', () => {
    const from = ago(hour / 2);
    expect(judged({ authority: 'acme', from, reason })).toBe('accepted');
    expect(judged({ workflow: releaseWorkflow, from, reason })).toBe(
      'accepted',
    );
    expect(judged({ log, from, reason })).toBe(`distrusted log ${log}`);
  });
});

describe('S7.2 why something is distrusted', () => {
  it('names signer, instant, reason and what to do', () => {
    const from = ago(2 * hour);
    const runbook = 'https://wiki.test/incident-7';
    const { reason } = judge(distrusting({ ...signer, from, runbook }));
    expect(reason).toEqual({
      code: 'distrusted',
      parameters: {
        distrusted: 'GitHub Actions · acme/payments · release.yml · tag v1.8.2',
        signer: 'GitHub Actions · acme/payments · release.yml · tag v1.8.2',
        from,
        because: 'Its token leaked on Tuesday',
        entry: `identity * ${issuer} ${releaseWorkflow}@**`,
        runbook,
      },
    });
    const { sentence, fix, alarm } = explain(reason);
    expect(sentence).toBe(
      `GitHub Actions · acme/payments · release.yml · tag v1.8.2 is on the distrust list from ${from} on, and nothing proves that the signature is older: Its token leaked on Tuesday.`,
    );
    expect(fix).toMatch(/incident: https:\/\/wiki.test\/incident-7\.$/);
    expect(alarm).toBe(true);
  });

  it('speaks of a digest without speaking of a signature', () => {
    const { reason } = judge(
      distrusting({ digest: subject, reason: 'malware', from: ago(hour) }),
    );
    expect(explain(reason).sentence).toBe(
      `The artifact ${subject} is on the distrust list: malware.`,
    );
  });

  it('says for each material that it is distrusted', () => {
    const [trace] = judge(distrusting(signer)).rules[0].materials;
    expect([trace.accepted, trace.reason.code]).toEqual([false, 'distrusted']);
  });
});

describe('S1.6 the instant from which an entry holds', () => {
  const from = new Date(Date.parse(ago(0)) + hour).toISOString();

  it('is an instant at which the clock alone changes the result', () => {
    const before = distrusting({ ...signer, from });
    expect(judge(before)).toMatchObject({
      verdict: 'trusted',
      reconsiderAt: from,
    });
    const undated = proven({
      outcome: { status: 'proven', provenTimes: [] },
    });
    const later = { ...before, evidence: [undated], now: from };
    expect(judge(later).reason.code).toBe('distrusted');
  });

  it('is none in a year whose text would stand before all others', () => {
    const far = { ...signer, from: '+010000-01-01T00:00:00.000Z' };
    const { reconsiderAt } = judge(distrusting(far));
    expect(reconsiderAt).toBe(judge(input()).reconsiderAt);
    const old = input().settings;
    const settings = { ...old, intervalMs: 4e14, maximumAgeMs: 4e14 };
    expect(judge(input({ settings })).reconsiderAt).toBeUndefined();
  });

  it('is none for those whom the entry does not hit', () => {
    const other = { ...signer, identity: { issuer, subject: 'https://x' } };
    const { reconsiderAt } = judge(distrusting({ ...other, from }));
    expect(reconsiderAt).toBe(judge(input()).reconsiderAt);
  });

  it('holds where it cannot be read', () => {
    const broken = { ...signer, from: 'nonsense' };
    expect(judge(distrusting(broken)).reason.code).toBe('distrusted');
  });
});

describe('S5.3 an entry about a key that could not be loaded', () => {
  const rule = { ...releaseRule, signers: [{ key: 'platform-key' }] };
  const entry = { key: 'old-platform-key', reason: 'It leaked' };
  const judged = (distrust: DistrustEntry[], fault: boolean) => {
    const given = combination(['by key'], rule);
    return judge({
      ...given,
      registry: { ...given.registry, distrust },
      authorities: [
        ...given.authorities,
        {
          name: 'old-platform-key',
          kind: 'key',
          ...(fault
            ? { status: 'failed', cause: cause('authority-missing') }
            : {
                status: 'loaded',
                digest: digest('5'),
                fingerprint: digest('4'),
              }),
        },
      ],
    });
  };

  it('may mean every key: the fault makes nothing trusted', () => {
    expect(judged([entry], false)).toMatchObject({ verdict: 'untrusted' });
    expect(judged([entry], true)).toMatchObject({
      verdict: 'inconclusive',
      origin: 'infrastructure',
      reason: {
        code: 'authority-missing',
        parameters: { authority: 'old-platform-key' },
      },
    });
  });

  it('means nobody whose signature is older, and nobody where there is no entry', () => {
    const from = ago(0);
    expect(judged([{ ...entry, from }], true).verdict).toBe('trusted');
    expect(judged([], true).verdict).toBe('trusted');
  });
});

describe('S4.2 what a distrusted signer said', () => {
  const attester = identity({
    subject: 'https://github.com/acme/scans/.github/workflows/scan.yml@refs/x',
  });
  const [old, recent] = [numbered(1), numbered(2)];
  const rule = {
    ...scannedRule,
    signers: [
      ...releaseRule.signers,
      { authority: 'acme', issuer, subject: attester.subject },
    ],
  };
  const judged = (
    entry: DistrustEntry,
    evidence: ReturnType<typeof proven>[],
  ) =>
    judge(
      distrusting(entry, {
        collections: [
          collection([...new Set(evidence.map(one => one.material))]),
        ],
        evidence,
        registry: { version: 1, rules: [rule] },
      }),
    ).reason.code;
  const distrustOf = (subjectOf: string): DistrustEntry => ({
    identity: { issuer, subject: subjectOf },
    reason: 'stolen',
  });

  it('is not forgotten, so that no older and better word comes to count', () => {
    const evidence = [
      proven(),
      scanned(0, 9, { material: old }),
      scanned(1, 2, { material: recent, signer: attester }),
    ];
    expect(judged(distrustOf(attester.subject), evidence)).toBe('distrusted');
    expect(judged(distrustOf('https://x'), evidence)).toBe('condition-not-met');
  });

  it('is not forgotten where only another authority that proves it is distrusted', () => {
    const critical = scanned(1, 2, { material: recent, signer: attester });
    const evidence = [
      proven(),
      scanned(0, 9, { material: old }),
      critical,
      {
        ...critical,
        authority: partner.name,
        authorityDigest: digest('2'),
      },
    ];
    const entry: DistrustEntry = {
      identity: { authority: 'partner', issuer, subject: attester.subject },
      reason: 'stolen',
    };
    expect(judged(entry, evidence)).toBe('distrusted');
  });

  it('hides no newer word of somebody else', () => {
    const evidence = [
      proven(),
      scanned(0, 9, { material: old, signer: attester }),
      scanned(0, 2, { material: recent }),
    ];
    expect(judged(distrustOf(attester.subject), evidence)).toBe('accepted');
  });
});

describe('S4.8 distrust leads', () => {
  it('over a rule that is enforced and unmet for another reason, and the stricter decision stays', () => {
    const stranger = identity({ issuer: 'https://gitlab.com' });
    const enforced = { ...releaseRule, name: 'first' };
    const observed = {
      ...releaseRule,
      mode: 'observe' as const,
      signers: [{ authority: 'acme', issuer: stranger.issuer, subject: '**' }],
    };
    const given = distrusting(
      {
        identity: { issuer: stranger.issuer, subject: '**' },
        reason: 'stolen',
        from: ago(2 * hour),
      },
      {
        evidence: [proven({ signer: stranger })],
        registry: { version: 4, rules: [enforced, observed] },
      },
    );
    expect(judge(given)).toMatchObject({
      verdict: 'untrusted',
      decision: 'deny',
      reason: { code: 'distrusted' },
      registryVersion: 4,
    });
  });

  it('over a requirement of the same rule that is unmet for another reason', () => {
    const given = distrusting(signer, {
      collections: [collection([digest('b'), digest('c')])],
      evidence: [
        proven(),
        scanned(1, 1, {
          material: digest('c'),
          signer: identity({ subject: `${releaseWorkflow}@refs/tags/v0` }),
        }),
      ],
      registry: { version: 1, rules: [scannedRule] },
    });
    expect(judge(given).reason.code).toBe('distrusted');
  });
});

describe('S8.2 distrust flows up an index', () => {
  it('and the trace names the child', () => {
    const given = indexInput({
      case: '',
      expect: '',
      judge: 'index',
      distrust: ['arm64'],
      tree: {
        index: { lists: ['amd64', 'arm64'] },
        amd64: { holds: ['good'] },
        arm64: { holds: ['good'] },
      },
    });
    const { children } = judge(given).rules[0];
    expect(children?.map(({ reason }) => reason.code)).toEqual([
      'accepted',
      'distrusted',
    ]);
  });

  it('also where indexes list each other', () => {
    const given = indexInput({
      case: '',
      expect: '',
      judge: 'index',
      distrust: ['arm64'],
      tree: {
        index: { lists: ['other'], holds: ['good'] },
        other: { lists: ['index', 'arm64'] },
        arm64: {},
      },
    });
    expect(judge(given).reason.code).toBe('distrusted');
  });
});

describe('S7.2 who is distrusted at all', () => {
  const someone = { authority: 'acme', signer: identity() };
  const asked = (entry: DistrustEntry, who: typeof someone = someone) =>
    isDistrusted(who, distrusting(entry));
  const reason = 'It was taken over';

  it.each<[string, DistrustEntry]>([
    ['an identity', signer],
    ['also from a day on that is to come', { ...signer, from: '2099-01-01' }],
    ['a workflow', { workflow: releaseWorkflow, reason }],
    ['an authority', { authority: 'acme', reason }],
  ])('is so by %s', (_name, entry) => {
    expect(asked(entry)).toBe(true);
    const other = identity({ subject: 'https://ci.example/x' });
    const elsewhere = { authority: 'partner', signer: other };
    expect(asked(entry, elsewhere)).toBe(false);
  });

  it.each<[string, DistrustEntry]>([
    ['an artifact that they signed', { digest: subject, reason }],
    ['a log that has it', { log: 'c'.repeat(64), reason }],
  ])('is not so by %s', (_name, entry) => {
    expect(asked(entry)).toBe(false);
  });
});
