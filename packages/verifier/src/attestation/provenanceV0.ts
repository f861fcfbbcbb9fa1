import type { ProvenanceStatement } from '@countersign/domain';
import { textAt, valueAt } from '../json';
import { requiredText } from './fields';
import { commitOf, provenanceStatement, refOf } from './sourceOf';

/** @remarks Source: SLSA provenance v0.1; its source is not among the fields that are the same for all builders. */
export function readProvenanceV01(predicate: unknown): ProvenanceStatement {
  return provenanceStatement({
    builder: requiredText(predicate, 'builder', 'id'),
    buildType: textAt(predicate, 'recipe', 'type'),
  });
}

/** @remarks Source: SLSA provenance v0.2. */
export function readProvenanceV02(predicate: unknown): ProvenanceStatement {
  const source = valueAt(predicate, 'invocation', 'configSource');
  const sourceRepository = textAt(source, 'uri');
  return provenanceStatement({
    builder: requiredText(predicate, 'builder', 'id'),
    buildType: requiredText(predicate, 'buildType'),
    sourceRepository,
    sourceRef: refOf(sourceRepository),
    sourceDigest: commitOf(valueAt(source, 'digest')),
  });
}
