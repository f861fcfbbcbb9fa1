import type { UnlocatedEntity } from '@countersign/backstage-plugin-provenance-common';
import { registryAnnotations } from '../../discovery';
import type { EntityFacts } from '../../store';
import type { Locators } from './presentUnlocated';
import {
  annotationYaml,
  clustersYaml,
  registryAnnotationYaml,
} from './snippets';

/** The name of the locator that the Kubernetes module brings. */
const clusters = 'kubernetes';

type Advice = Pick<
  UnlocatedEntity,
  'reason' | 'annotation' | 'problem' | 'fix'
>;

type Adviser = (entity: EntityFacts, locators: Locators) => Advice | undefined;

/** The surest hint first; each of them looks at what is kept of the entity alone. */
const advisers: Adviser[] = [
  entityProblem,
  inClusters,
  unreadAnnotation,
  byPipeline,
];

/** Why nothing is known to run of an entity, and the shortest way to make it known. */
export function adviceFor(entity: EntityFacts, locators: Locators): Advice {
  for (const adviser of advisers) {
    const advice = adviser(entity, locators);
    if (advice) return advice;
  }
  return {
    reason: 'nothing-named',
    fix: {
      text: 'Name what it runs in the file of the entity.',
      yaml: annotationYaml(entity.entityRef),
      file: 'catalog-info.yaml',
    },
  };
}

function entityProblem({ problem }: EntityFacts): Advice | undefined {
  if (problem === undefined) return undefined;
  return {
    ...{ reason: 'entity-problem', problem },
    fix: {
      text: 'Correct the file of the entity: until then the catalog shows the version before.',
      file: 'catalog-info.yaml',
    },
  };
}

function inClusters(
  { hints }: EntityFacts,
  { names, passes }: Locators,
): Advice | undefined {
  const annotation = hints.find(hint =>
    hint.startsWith('backstage.io/kubernetes-'),
  );
  if (annotation === undefined) return undefined;
  if (!names.includes(clusters))
    return {
      ...{ reason: 'clusters-not-read', annotation },
      fix: {
        text: 'Install the Kubernetes module of this plugin, and say which environment each cluster is.',
        yaml: clustersYaml(),
        file: 'app-config.yaml',
      },
    };
  const pass = passes.find(({ locator }) => locator === clusters);
  if (pass?.failingSince !== undefined)
    return {
      ...{ reason: 'locator-failing', annotation, problem: pass.problem },
      fix: {
        text: 'Repair what the locator of clusters reads; GET /status says since when it fails.',
      },
    };
  return {
    ...{ reason: 'clusters-see-nothing', annotation },
    fix: {
      text: 'Nothing runs with the labels that its annotations select: compare them with those of its pods, and see whether its cluster is among those that are read.',
      yaml: clustersYaml(),
      file: 'app-config.yaml',
    },
  };
}

function unreadAnnotation(
  { hints }: EntityFacts,
  { allowed }: Locators,
): Advice | undefined {
  const annotation = hints.find(hint => registryAnnotations.has(hint));
  const known = annotation && registryAnnotations.get(annotation);
  if (!annotation || !known) return undefined;
  return {
    ...{ reason: 'annotation-not-configured', annotation },
    fix: {
      text: 'Say which tag of the repository runs; the annotation names none.',
      yaml: registryAnnotationYaml(annotation, known, allowed),
      file: 'app-config.yaml',
    },
  };
}

function byPipeline({ entityRef, hints }: EntityFacts): Advice | undefined {
  const annotation = hints[0];
  if (annotation === undefined) return undefined;
  return {
    ...{ reason: 'not-reported', annotation },
    fix: {
      text: 'Let its pipeline report what it deploys (POST /deployments), or name what it runs in the file of the entity.',
      yaml: annotationYaml(entityRef),
      file: 'catalog-info.yaml',
    },
  };
}
