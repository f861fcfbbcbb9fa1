import { Section } from '@countersign/domain';
import type { RegistryAnnotation } from '../discovery/configured/registryAnnotation';
import { registryAnnotations } from '../discovery/configured/registryAnnotations';
import { readEntityFilters } from './readEntityFilters';
import { readHost } from './readHosts';
import { readTemplate, readTemplates } from './readTemplate';

const details = ['environment', 'cloud', 'location'] as const;

const prefixForm = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/;

/** One entry of `provenance.discovery.registryAnnotations`. */
export function readRegistryAnnotation(
  value: unknown,
  path: string,
): RegistryAnnotation {
  const section = Section.of(value, path, [
    ...['annotation', 'host', 'prefix', 'tag', 'filter'],
    ...details,
  ]);
  const names = [...registryAnnotations.keys()];
  const annotation =
    section.optionalOneOf('annotation', names) ??
    section.fail('annotation', 'is missing');
  return {
    annotation,
    // An entity without the annotation has nothing to be read.
    filters: section.has('filter')
      ? readEntityFilters(section, 'filter')
      : [[]],
    host: readRegistryHost(section, annotation),
    prefix: readPrefix(section),
    tag: readTemplate(section.raw('tag'), section.at('tag')),
    details: readTemplates(section, details),
  };
}

function readRegistryHost(
  section: Section,
  annotation: string,
): string | undefined {
  const { host, tellsHost } = registryAnnotations.get(annotation)!;
  if (section.has('host'))
    return readHost(section.string('host'), section.at('host'));
  if (host === undefined && !tellsHost)
    section.fail('host', `is missing; "${annotation}" names no registry`);
  return host;
}

function readPrefix(section: Section): string | undefined {
  const prefix = section.optionalString('prefix');
  if (prefix !== undefined && !prefixForm.test(prefix))
    section.fail(
      'prefix',
      `"${prefix}" is not the beginning of a repository, as in "docker-local"`,
    );
  return prefix;
}
