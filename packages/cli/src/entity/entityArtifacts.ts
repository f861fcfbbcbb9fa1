import {
  artifactKinds,
  readYaml,
  Section,
  type ArtifactKind,
} from '@countersign/domain';
import {
  LookError,
  parseReference,
  type Reference,
} from '@countersign/verifier';

/** The annotation by which an entity names its artifacts, in the portal and here. */
export const artifactsAnnotation = 'countersign.dev/artifacts';

/** One artifact that an entity names, or why it cannot be read. */
export type EntityArtifact =
  | {
      reference: Reference;
      kind?: ArtifactKind;
      environment?: string;
    }
  | { problem: string };

const longest = 32 * 1024;
const mostItems = 200;
// eslint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u;

/**
 * What an entity names. It is a stranger's text, and read no less strictly than by the portal, whose own reader brings a
 * backend with it: what the two disagree about is a problem here. A broken item takes no other with it.
 */
export function entityArtifacts(text: unknown): EntityArtifact[] {
  if (typeof text !== 'string')
    return [{ problem: `the annotation ${artifactsAnnotation} is no text` }];
  if (text.length > longest)
    return [{ problem: `the annotation is longer than ${longest} characters` }];
  try {
    const items = readYaml(text).value;
    if (!Array.isArray(items) || items.length === 0)
      return [{ problem: 'the annotation is not a list of artifacts' }];
    if (items.length > mostItems)
      return [{ problem: `the annotation names more than ${mostItems}` }];
    return items.map(artifactOf);
  } catch (error) {
    return [{ problem: `the annotation: ${(error as Error).message}` }];
  }
}

function artifactOf(value: unknown, i: number): EntityArtifact {
  try {
    const section = Section.of(value, `artifacts[${i}]`, [
      ...['reference', 'kind', 'environment', 'cloud', 'location', 'bundle'],
    ]);
    const text = (key: string, most: number) => {
      const one = section.optionalString(key);
      if (one !== undefined && (one.length > most || unprintable.test(one)))
        section.fail(key, 'is too long, or cannot be printed');
      return one;
    };
    section.string('reference');
    const bundleUrl = text('bundle', 2_000);
    const [kind, environment] = [
      section.optionalOneOf('kind', [...artifactKinds]),
      text('environment', 200),
    ];
    text('cloud', 200);
    text('location', 200);
    const reference = parseReference(text('reference', 2_000) ?? '', {
      bundleUrl,
    });
    return {
      reference,
      ...(kind !== undefined && { kind }),
      ...(environment !== undefined && { environment }),
    };
  } catch (error) {
    const { message } = error as Error;
    return {
      problem:
        error instanceof LookError ? `artifacts[${i}]: ${message}` : message,
    };
  }
}
