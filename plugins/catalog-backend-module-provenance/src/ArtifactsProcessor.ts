import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { ARTIFACTS_ANNOTATION } from '@countersign/backstage-plugin-provenance-common';
import { problemsOf } from './problemsOf';

/** As many as fit on a page; each has its line. */
const mostProblems = 5;

/** Refuses an entity whose artifacts cannot be read, with what is wrong in which line. */
export class ArtifactsProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'ProvenanceArtifactsProcessor';
  }

  /** Knows no kind: whether the catalog takes the entity otherwise is for others to say. */
  async validateEntityKind(entity: Entity): Promise<boolean> {
    const text = entity.metadata.annotations?.[ARTIFACTS_ANNOTATION];
    const problems = text === undefined ? [] : problemsOf(text);
    if (problems.length === 0) return false;
    const more = problems.length - mostProblems;
    const shown = problems.slice(0, mostProblems).join('; ');
    throw new InputError(
      `the annotation ${ARTIFACTS_ANNOTATION} ${shown}${
        more > 0 ? `; and ${more} more` : ''
      }`,
    );
  }
}
