import { configuredSource } from './configuredSource';
import {
  CONVENTION_LOCATOR,
  entryOfConvention,
  type Convention,
} from './convention';
import {
  entryOfAnnotation,
  REGISTRY_ANNOTATION_LOCATOR,
  type RegistryAnnotation,
} from './registryAnnotation';
import type { Source } from '../Source';

/** The locators that have nothing but configuration to go by. */
export function configuredSources(configuration: {
  conventions: Convention[];
  registryAnnotations: RegistryAnnotation[];
}): Source[] {
  const { conventions, registryAnnotations } = configuration;
  return [
    configuredSource(CONVENTION_LOCATOR, conventions.map(entryOfConvention)),
    configuredSource(
      REGISTRY_ANNOTATION_LOCATOR,
      registryAnnotations.map(entryOfAnnotation),
    ),
  ];
}
