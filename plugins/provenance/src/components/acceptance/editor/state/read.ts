import {
  ConfigurationError,
  readAcceptance,
  type AcceptanceRule,
  type RegistryContent,
} from '@countersign/backstage-plugin-provenance-common';
import { listOfDraft, type Content } from './draft';
import type { Fields } from './fields';

/** What is written, read as strictly as the backend does, or the first mistake. */
export type Read<T> =
  | { value: T; problem?: undefined }
  | { value?: undefined; problem: string };

/** One rule by itself. */
export function readRuleFields(fields: Fields): Read<AcceptanceRule> {
  return read(() => {
    const { initial } = readAcceptance({ initial: [fields] }, 'list');
    return initial[0];
  }, /^list\.initial\[0\]\.?/);
}

/** The whole content. */
export function readDraft(draft: Content): Read<RegistryContent> {
  return read(() => {
    const {
      initial,
      governance: _,
      ...rest
    } = readAcceptance(listOfDraft(draft), 'list');
    return { rules: initial, ...rest };
  }, /^list\.?/);
}

function read<T>(by: () => T, prefix: RegExp): Read<T> {
  try {
    return { value: by() };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const path = error.path.replace(prefix, '');
    return { problem: [path, error.problem].filter(Boolean).join(': ') };
  }
}
