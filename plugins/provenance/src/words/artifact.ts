import {
  visibleText,
  type ArtifactKind,
  type UsageSummary,
} from '@countersign/backstage-plugin-provenance-common';

const kinds: Record<ArtifactKind, string> = {
  'container-image': 'Container image',
  'helm-chart': 'Helm chart',
  'kubernetes-manifest': 'Kubernetes manifest',
  'terraform-module': 'Terraform module',
  'terraform-plan': 'Terraform plan',
  'policy-bundle': 'Policy bundle',
  'pipeline-definition': 'Pipeline definition',
  'function-bundle': 'Function bundle',
  'machine-learning-model': 'Machine learning model',
  firmware: 'Firmware',
  package: 'Package',
  sbom: 'SBOM',
};

export function kindWords(kind: ArtifactKind): string {
  return kinds[kind] ?? visibleText(kind, 40);
}

/** Says where nobody named the kind, so that who expects another one knows what to write. */
export function usageKindWords({
  kind,
  isKindAssumed,
}: Pick<UsageSummary, 'kind' | 'isKindAssumed'>): string {
  return `${kindWords(kind)}${isKindAssumed ? ' (nobody named it)' : ''}`;
}

/** Longer names keep both ends; the whole is in the opened line. */
const longestName = 64;

/** The part of a repository or file address by which people call the artifact. */
export function artifactName(
  usage: Pick<UsageSummary, 'repository' | 'reference'>,
): string {
  if (!usage.repository) return 'Artifacts annotation';
  const last = usage.repository.split('/').filter(Boolean).at(-1);
  return visibleText(last ?? usage.repository, longestName);
}

/** `aws · eu-west-1/cluster-7`; undefined where neither is known. */
export function whereWords(
  usage: Pick<UsageSummary, 'cloud' | 'location'>,
): string | undefined {
  const parts = [usage.cloud, usage.location].filter(
    (part): part is string => part !== undefined,
  );
  return parts.length > 0
    ? parts.map(part => visibleText(part, 60)).join(' · ')
    : undefined;
}

/** `sha256:3f9a1c…` -> the first 12 characters of the hash. */
export function shortDigest(digest: string): string {
  return visibleText(digest.replace(/^sha256:/, '').slice(0, 12));
}
