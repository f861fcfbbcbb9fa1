import { createHash } from 'node:crypto';
import type { CertificateIdentity } from '../minter';

/**
 * SLSA provenance v1 as GitHub's attestation action writes it, in agreement with the certificate of the run.
 *
 * @public
 */
export function provenancePredicate(identity: CertificateIdentity): object {
  const { subject, claims = {} } = identity;
  const [path, ref] = subject.split('@');
  const repository = claims.sourceRepository ?? '';
  return {
    buildDefinition: {
      buildType: 'https://actions.github.io/buildtypes/workflow/v1',
      externalParameters: {
        workflow: {
          ref: claims.sourceRef ?? ref,
          repository,
          path: path.replace(`${repository}/`, ''),
        },
      },
      internalParameters: {
        github: {
          event_name: claims.buildTrigger,
          repository_id: claims.sourceRepositoryId,
          repository_owner_id: claims.ownerId,
          runner_environment: claims.runnerEnvironment,
        },
      },
      resolvedDependencies: [
        {
          uri: `git+${repository}@${claims.sourceRef ?? ref}`,
          digest: { gitCommit: claims.sourceDigest },
        },
      ],
    },
    runDetails: {
      builder: { id: claims.buildSignerUri ?? subject },
      metadata: { invocationId: claims.runInvocationUri },
    },
  };
}

/**
 * A small SPDX 2.3 document.
 *
 * @public
 */
export function sbomPredicate(
  name: string,
  packages: Record<string, string>,
): object {
  const namespace = createHash('sha256').update(name).digest('hex');
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: `https://sbom.acme-pay.example/${namespace}`,
    creationInfo: {
      created: '2026-01-01T00:00:00Z',
      creators: ['Tool: syft-1.33.0'],
    },
    packages: Object.entries(packages).map(([packageName, version]) => ({
      SPDXID: `SPDXRef-${packageName.replace(/[^A-Za-z0-9]/g, '-')}`,
      name: packageName,
      versionInfo: version,
      downloadLocation: 'NOASSERTION',
    })),
  };
}
