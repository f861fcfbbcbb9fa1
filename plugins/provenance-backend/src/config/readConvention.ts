import {
  artifactKinds,
  ConfigurationError,
  nearestKey,
  readText,
  Section,
  visibleText,
} from '@countersign/domain';
import { parseReference } from '@countersign/verifier';
import type { Convention } from '../discovery/configured/convention';
import { fixedText } from '../discovery/template/Template';
import { readEntityFilters } from './readEntityFilters';
import { readTemplate, readTemplates } from './readTemplate';

const details = ['kind', 'bundle', 'environment', 'cloud', 'location'] as const;

/** One entry of `provenance.discovery.conventions`, with its number in place of a name that it does not have. */
export function readConvention(value: unknown, path: string): Convention {
  const section = Section.of(value, path, [
    ...['name', 'filter', 'reference'],
    ...details,
  ]);
  const convention = {
    name: readName(section) ?? numberIn(path),
    filters: readEntityFilters(section, 'filter'),
    reference: readTemplate(section.raw('reference'), section.at('reference')),
    details: readTemplates(section, details),
  };
  refuseFixedMistakes(convention, section);
  return convention;
}

function readName(section: Section): string | undefined {
  if (!section.has('name')) return undefined;
  const name = readText(section.raw('name'), section.at('name'));
  if (visibleText(name, 60) !== name)
    section.fail('name', 'must be visible, and at most 60 characters');
  return name;
}

/** The path ends with its place in the list. */
function numberIn(path: string): string {
  return String(Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0) + 1);
}

/** What no entity has a part in is wrong for all of them, and seen here already. */
function refuseFixedMistakes(
  { reference, details: { kind, bundle } }: Convention,
  section: Section,
) {
  const kindName = kind && fixedText(kind);
  if (kindName !== undefined && !artifactKinds.some(one => one === kindName)) {
    const nearest = nearestKey(kindName, artifactKinds);
    section.fail(
      'kind',
      `"${kindName}" is none of ${artifactKinds.join(', ')}${
        nearest ? `; did you mean "${nearest}"?` : ''
      }`,
    );
  }
  const text = fixedText(reference);
  if (text === undefined || (bundle && fixedText(bundle) === undefined)) return;
  try {
    parseReference(text, { bundleUrl: bundle && fixedText(bundle) });
  } catch (error) {
    throw new ConfigurationError(
      section.at('reference'),
      (error as Error).message,
    );
  }
}
