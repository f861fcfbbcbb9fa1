import type { Fields } from '../state/fields';

/** What every part of the form gets: where it stands, what stands there, and how to say otherwise. */
export interface Editing {
  path: string;
  fields: Fields;
  onChange(fields: Fields): void;
}
