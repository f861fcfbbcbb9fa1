import type { Fields } from './fields';

/** It shows what would be blocked, and blocks nothing. */
export const newRule: Fields = {
  name: '',
  references: [],
  mode: 'observe',
  signers: [],
};
