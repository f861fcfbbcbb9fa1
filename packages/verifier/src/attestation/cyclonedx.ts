import type { SbomStatement } from '@countersign/domain';
import { textAt } from '../json';
import { malformed, optionalList, requiredText } from './fields';

/** @remarks Source: CycloneDX 1.2 to 1.6 as JSON. Components may hold components; depth was limited before. */
export function readCycloneDx(predicate: unknown): SbomStatement {
  if (textAt(predicate, 'bomFormat') !== 'CycloneDX')
    throw malformed('the SBOM does not say that it is CycloneDX');
  return {
    role: 'sbom',
    sbom: {
      format: 'cyclonedx',
      version: requiredText(predicate, 'specVersion'),
      components: componentsIn(predicate),
    },
  };
}

function componentsIn(parent: unknown): number {
  return optionalList(parent, 'components').reduce<number>(
    (count, component) => count + 1 + componentsIn(component),
    0,
  );
}
