import type { EvidenceFailureCode } from '@countersign/domain';
import { envelope, inBundle, statement, verify } from '../__testUtils__/minted';
import { readPredicate, roleOf } from './predicates';

const slsa1 = 'https://slsa.dev/provenance/v1';
const slsa02 = 'https://slsa.dev/provenance/v0.2';
const spdx = 'https://spdx.dev/Document';
const cycloneDx = 'https://cyclonedx.org/bom';
const vuln = 'https://cosign.sigstore.dev/attestation/vuln/v1';
const vulns = 'https://in-toto.io/attestation/vulns/v0.2';
const testResult = 'https://in-toto.io/attestation/test-result/v0.1';
const vsa = 'https://slsa.dev/verification_summary/v1';
const custom = 'https://cosign.sigstore.dev/attestation/v1';
const signature = 'https://sigstore.dev/cosign/sign/v1';

const builder = { id: 'https://builder.test' };
const scanner = (result: unknown) => ({
  scanner: { uri: 'pkg:github/aquasecurity/trivy@0.58.0', result },
  metadata: { scanFinishedOn: '2026-03-01T11:00:00Z' },
});
const trivy = (...severities: unknown[]) => ({
  SchemaVersion: 2,
  Results: [
    { Target: 'os', Vulnerabilities: null },
    {
      Target: 'app',
      Vulnerabilities: severities.map(Severity => ({ Severity })),
    },
  ],
});
const grype = (...severities: unknown[]) => ({
  descriptor: { name: 'grype', version: '0.85.0' },
  matches: severities.map(severity => ({ vulnerability: { severity } })),
});
const counts = (some: object) => ({
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
  negligible: 0,
  unknown: 0,
  ...some,
});
const summary = {
  verifier: { id: 'https://verifier.test' },
  resourceUri: 'pkg:oci/payments',
  verificationResult: 'PASSED',
};

describe('roleOf', () => {
  it.each([
    [signature, 'signature'],
    [slsa02, 'provenance'],
    [slsa1, 'provenance'],
    [spdx, 'sbom'],
    [cycloneDx, 'sbom'],
    [vuln, 'scan'],
    [vulns, 'scan'],
    [testResult, 'test'],
    [vsa, 'summary'],
    [custom, 'other'],
    ['https://slsa.dev/provenance/v1/', 'other'],
    ['https://slsa.dev/provenance', 'other'],
    ['https://slsa.dev/verification_summary/v0.2', 'other'],
    ['constructor', 'other'],
    ['__proto__', 'other'],
  ])('%s is %s', (type, role) => {
    expect(roleOf(type)).toBe(role);
  });
});

describe('S7.1 what a predicate says, as its signer says it', () => {
  it.each<[string, string, unknown, object]>([
    [
      'SLSA 0.1',
      'https://slsa.dev/provenance/v0.1',
      { builder },
      { role: 'provenance', builder: builder.id },
    ],
    [
      'SLSA 0.2',
      slsa02,
      {
        builder,
        buildType: 'x',
        invocation: {
          configSource: {
            uri: 'git+https://github.com/acme/app@refs/tags/v1',
            digest: { sha1: 'c0ffee' },
          },
        },
      },
      {
        role: 'provenance',
        builder: builder.id,
        buildType: 'x',
        sourceRepository: 'git+https://github.com/acme/app@refs/tags/v1',
        sourceRef: 'refs/tags/v1',
        sourceDigest: 'c0ffee',
      },
    ],
    [
      'SLSA 1, with the commit of its own source among others',
      slsa1,
      {
        runDetails: { builder },
        buildDefinition: {
          buildType: 'x',
          externalParameters: {
            workflow: {
              repository: 'https://github.com/acme/app',
              ref: 'refs/heads/main',
            },
          },
          resolvedDependencies: [
            {
              uri: 'git+https://github.com/acme/lib@refs/heads/main',
              digest: { gitCommit: 'l1b' },
            },
            {
              uri: 'git+https://github.com/acme/app@refs/heads/main',
              digest: { gitCommit: 'c0ffee' },
            },
          ],
        },
      },
      {
        role: 'provenance',
        builder: builder.id,
        buildType: 'x',
        sourceRepository: 'https://github.com/acme/app',
        sourceRef: 'refs/heads/main',
        sourceDigest: 'c0ffee',
      },
    ],
    [
      'SLSA 1, of a workflow that another repository requires',
      slsa1,
      {
        runDetails: { builder },
        buildDefinition: {
          buildType: 'https://actions.github.io/buildtypes/workflow/v1',
          externalParameters: {
            workflow: {
              repository: 'https://github.com/acme/app',
              ref: 'refs/heads/main',
              path: 'acme/rules/.github/workflows/build.yml',
            },
          },
          resolvedDependencies: [
            {
              uri: 'git+https://github.com/acme/app@refs/pull/7/merge',
              digest: { gitCommit: 'c0ffee' },
            },
          ],
        },
      },
      {
        role: 'provenance',
        builder: builder.id,
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        sourceRepository: 'https://github.com/acme/app',
        sourceRef: 'refs/pull/7/merge',
        sourceDigest: 'c0ffee',
      },
    ],
    [
      'SLSA 1, with a name that may be a branch or a tag',
      slsa1,
      {
        runDetails: { builder },
        buildDefinition: {
          buildType: 'x',
          externalParameters: { buildConfigSource: { ref: 'main' } },
        },
      },
      { role: 'provenance', builder: builder.id, buildType: 'x' },
    ],
    [
      'SPDX 2.3',
      spdx,
      { spdxVersion: 'SPDX-2.3', packages: [{}, {}] },
      {
        role: 'sbom',
        sbom: { format: 'spdx', version: 'SPDX-2.3', components: 2 },
      },
    ],
    [
      'SPDX as tags and values',
      spdx,
      'SPDXVersion: SPDX-2.2\nPackageName: a\n\nPackageName: b\n',
      {
        role: 'sbom',
        sbom: { format: 'spdx', version: 'SPDX-2.2', components: 2 },
      },
    ],
    [
      'SPDX 3',
      'https://spdx.dev/Document/v3',
      {
        '@graph': [
          { type: 'CreationInfo', specVersion: '3.0.1' },
          { type: 'software_Package' },
          { type: 'software_File' },
        ],
      },
      {
        role: 'sbom',
        sbom: { format: 'spdx', version: 'SPDX-3.0.1', components: 1 },
      },
    ],
    [
      'CycloneDX, with components in components',
      cycloneDx,
      {
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        components: [{ components: [{}, {}] }, {}],
      },
      {
        role: 'sbom',
        sbom: { format: 'cyclonedx', version: '1.6', components: 4 },
      },
    ],
    [
      'a scan by Trivy',
      vuln,
      scanner(trivy('CRITICAL', 'CRITICAL', 'LOW', 'UNKNOWN', undefined)),
      {
        role: 'scan',
        scan: {
          scanner: 'pkg:github/aquasecurity/trivy@0.58.0',
          finishedAt: '2026-03-01T11:00:00Z',
          findings: counts({ critical: 2, low: 1, unknown: 2 }),
        },
      },
    ],
    [
      'a scan by Trivy that found nothing to look at',
      vuln,
      scanner({ SchemaVersion: 2, ArtifactName: 'ghcr.io/acme/payments' }),
      expect.objectContaining({
        scan: expect.objectContaining({ findings: counts({}) }),
      }),
    ],
    [
      'a scan by Grype',
      vuln,
      scanner(grype('High', 'Negligible', 'Catastrophic')),
      expect.objectContaining({
        scan: expect.objectContaining({
          findings: counts({ high: 1, negligible: 1, unknown: 1 }),
        }),
      }),
    ],
    [
      'a scan in the neutral form; of several ratings the worst counts',
      vulns,
      scanner([
        { severity: [{ score: 'medium' }, { score: '9.8' }] },
        { severity: [{ score: '7.0' }] },
        { severity: [{ score: 'HIGH' }] },
        { severity: [{ score: 4 }] },
        { severity: [{ score: '0' }] },
        { severity: [{ score: [] }] },
        {},
      ]),
      expect.objectContaining({
        scan: expect.objectContaining({
          findings: counts({
            critical: 1,
            high: 2,
            medium: 1,
            negligible: 1,
            unknown: 2,
          }),
        }),
      }),
    ],
    [
      'a test result',
      testResult,
      {
        result: 'WARNED',
        configuration: [],
        passedTests: ['a', 'b'],
        warnedTests: ['c'],
      },
      {
        role: 'test',
        test: { result: 'warned', passed: 2, warned: 1, failed: 0 },
      },
    ],
    [
      'a verification summary',
      vsa,
      {
        ...summary,
        policy: { uri: 'https://policy.test' },
        timeVerified: '2026-03-01T11:00:00Z',
        verifiedLevels: ['SLSA_BUILD_LEVEL_3'],
      },
      {
        role: 'summary',
        summary: {
          verifier: 'https://verifier.test',
          policy: 'https://policy.test',
          resource: 'pkg:oci/payments',
          result: 'passed',
          levels: ['SLSA_BUILD_LEVEL_3'],
          verifiedAt: '2026-03-01T11:00:00Z',
        },
      },
    ],
    ['cosign’s signature', signature, {}, { role: 'signature' }],
    [
      'cosign’s signature without a predicate',
      signature,
      undefined,
      { role: 'signature' },
    ],
    ['cosign’s own', custom, { Data: 'x', Timestamp: 'y' }, { role: 'other' }],
    [
      'a type that nobody knows, by its name',
      'https://example.test/x',
      'anything',
      { role: 'other' },
    ],
  ])('%s', (_, predicateType, predicate, said) => {
    expect(readPredicate(predicateType, predicate)).toEqual(
      'role' in said ? { ...said, predicateType } : said,
    );
  });
});

describe('a predicate that is not what its type says', () => {
  it.each<[string, string, unknown, EvidenceFailureCode]>([
    [
      'SLSA 1 without a builder',
      slsa1,
      { buildDefinition: { buildType: 'x' } },
      'malformed',
    ],
    [
      'SLSA 1 without a build type',
      slsa1,
      { runDetails: { builder } },
      'malformed',
    ],
    [
      'SLSA 1 with dependencies that are no list',
      slsa1,
      {
        runDetails: { builder },
        buildDefinition: { buildType: 'x', resolvedDependencies: 'x' },
      },
      'malformed',
    ],
    [
      'SLSA 0.2 with a builder that is a list',
      slsa02,
      { builder: [builder], buildType: 'x' },
      'malformed',
    ],
    ['SLSA 0.2 as SLSA 1', slsa1, { builder, buildType: 'x' }, 'malformed'],
    ['an SBOM without a version', spdx, { packages: [] }, 'malformed'],
    [
      'an SBOM with packages that are no list',
      spdx,
      { spdxVersion: 'SPDX-2.3', packages: {} },
      'malformed',
    ],
    ['an SBOM that is any text', spdx, 'PackageName: a', 'malformed'],
    [
      'a graph that is not SPDX',
      spdx,
      { '@graph': [{ specVersion: '2.3' }] },
      'malformed',
    ],
    [
      'CycloneDX as SPDX',
      spdx,
      { bomFormat: 'CycloneDX', specVersion: '1.6' },
      'malformed',
    ],
    ['SPDX as CycloneDX', cycloneDx, { spdxVersion: 'SPDX-2.3' }, 'malformed'],
    [
      'a scan without a scanner',
      vuln,
      { scanner: { result: trivy() } },
      'malformed',
    ],
    ['a scan without a result', vuln, scanner(undefined), 'malformed'],
    [
      'a scan whose result is a text',
      vuln,
      scanner('no vulnerabilities'),
      'malformed',
    ],
    [
      'a scan with another scanner’s report',
      vuln,
      scanner({ runs: [] }),
      'unsupported-format',
    ],
    [
      'a scan by a Trivy whose form nobody knows yet',
      vuln,
      scanner({ ...trivy(), SchemaVersion: 3 }),
      'unsupported-format',
    ],
    [
      'a scan by Trivy of a whole cluster',
      vuln,
      scanner({
        SchemaVersion: 2,
        ClusterName: 'prod',
        Resources: [{ Results: trivy('CRITICAL').Results }],
      }),
      'unsupported-format',
    ],
    [
      'a scan whose results are no list',
      vuln,
      scanner({ ...trivy(), Results: {} }),
      'malformed',
    ],
    [
      'a scan whose findings are no list',
      vuln,
      scanner({ SchemaVersion: 2, Results: [{ Vulnerabilities: 0 }] }),
      'malformed',
    ],
    [
      'a scan by Grype without matches',
      vuln,
      scanner({ descriptor: {} }),
      'malformed',
    ],
    ['a neutral scan whose result is no list', vulns, scanner({}), 'malformed'],
    [
      'a test with a result of its own',
      testResult,
      { result: 'GREEN', configuration: [] },
      'malformed',
    ],
    [
      'a test with a result in lower case',
      testResult,
      { result: 'passed', configuration: [] },
      'malformed',
    ],
    [
      'a test that passed with a failed one',
      testResult,
      { result: 'PASSED', configuration: [], failedTests: ['a'] },
      'malformed',
    ],
    [
      'a test without its configuration',
      testResult,
      { result: 'PASSED' },
      'malformed',
    ],
    [
      'a summary with a result of its own',
      vsa,
      { ...summary, verificationResult: 'OK' },
      'malformed',
    ],
    [
      'a summary without a verifier',
      vsa,
      { ...summary, verifier: {} },
      'malformed',
    ],
    [
      'a summary without a resource',
      vsa,
      { ...summary, resourceUri: '' },
      'malformed',
    ],
    [
      'a summary with a level that is no text',
      vsa,
      { ...summary, verifiedLevels: [3] },
      'malformed',
    ],
    [
      'a summary with levels without end',
      vsa,
      { ...summary, verifiedLevels: Array(51).fill('x') },
      'limit-exceeded',
    ],
    ['a signature whose predicate is a text', signature, 'x', 'malformed'],
    ['cosign’s own that is a list', custom, [], 'malformed'],
  ])('%s', (_, predicateType, predicate, code) => {
    const signed = statement({ predicateType, predicate });
    const evidence = verify(inBundle(envelope(signed)));
    const { outcome, proofs } = evidence;
    expect(outcome).toMatchObject({ status: 'failed', code });
    expect(evidence.statement).toEqual({
      role: roleOf(predicateType),
      predicateType,
    });
    // It is a word of this signer about this very digest, and nobody knows what it says.
    expect(proofs.subject.status).toBe('proven');
    expect(proofs.claims).toMatchObject({ status: 'failed', code });
  });

  it('S4.8 is not read where it speaks of another digest', () => {
    const signed = statement({
      subject: [{ digest: { sha256: '0'.repeat(64) } }],
      predicateType: vuln,
      predicate: 'x',
    });
    const { outcome, proofs } = verify(inBundle(envelope(signed)));
    expect(outcome).toMatchObject({ code: 'subject-mismatch' });
    expect(proofs.claims.status).toBe('unchecked');
  });
});
