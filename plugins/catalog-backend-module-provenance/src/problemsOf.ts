import {
  checkArtifact,
  readArtifacts,
} from '@countersign/backstage-plugin-provenance-node';

/**
 * What is wrong with an annotation by its schema, each with its line: what discovery says of the usages, in the same words.
 */
export function problemsOf(annotation: string): string[] {
  const reading = readArtifacts(annotation);
  if ('problem' in reading) return [reading.problem];
  return reading.items.flatMap(({ value, line, problem }) => {
    const wrong = problem ?? checkArtifact(value);
    return wrong === undefined ? [] : [`line ${line}: ${wrong}`];
  });
}
