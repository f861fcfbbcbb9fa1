import { parseEntityRef } from '@backstage/catalog-model';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { stringify } from 'yaml';
import type { KnownAnnotation } from '../../discovery';

/** Repositories have no other names. */
const repositoryPart = /^[a-z0-9]+([._-][a-z0-9]+)*$/;

/** The two lines of an entity's file that name what it runs. */
export function annotationYaml(entityRef?: string): string {
  const name = entityRef && nameIn(entityRef);
  const reference = `registry.example.com/team/${name ?? 'payments'}:1.0.0`;
  return `metadata:
  annotations:
    ${ARTIFACTS_ANNOTATION}: |
      - reference: ${reference}
`;
}

/** Whoever names an entity writes into what others paste: only what can be nothing but a name is taken over. */
function nameIn(entityRef: string): string | undefined {
  const { name } = parseEntityRef(entityRef);
  return name.length <= 63 && repositoryPart.test(name) ? name : undefined;
}

export function clustersYaml(): string {
  return configured({
    kubernetes: { clusters: [{ name: 'my-cluster', environment: 'prod' }] },
  });
}

/** @param allowed - the hosts that may be contacted; an annotation of another one is refused by configuration */
export function registryAnnotationYaml(
  annotation: string,
  { host, tellsHost }: KnownAnnotation,
  allowed: readonly string[],
): string {
  const named = host ?? 'registry.example.com';
  return configured({
    ...(!tellsHost &&
      !allowed.includes(named) && { registries: [{ host: named }] }),
    discovery: {
      registryAnnotations: [
        {
          annotation,
          ...(!host && !tellsHost && { host: named }),
          tag: 'latest',
        },
      ],
    },
  });
}

export function environmentsYaml(environments: string[]): string {
  return configured({ environments });
}

/** @param most - the host that most entities name, whose images a first rule may well be about */
export function rulesYaml(host = 'registry.example.com'): string {
  return configured({
    acceptance: {
      initial: [
        {
          name: 'release-workflow',
          references: [`${host}/my-organization/**`],
          mode: 'observe',
          signers: [
            {
              authority: 'public-good',
              issuer: 'https://token.actions.githubusercontent.com',
              subject:
                'https://github.com/my-organization/*/.github/workflows/release.yml@refs/tags/v*',
            },
          ],
        },
      ],
    },
  });
}

/** Everything under `provenance:` of `app-config.yaml`. */
export function configured(content: object): string {
  return stringify({ provenance: content }, { lineWidth: 0 });
}
