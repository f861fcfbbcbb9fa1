import type { Check } from '../Check';

/** S1.4: an authority of the configuration goes before a key of the same name, which would then be nothing. */
export const keyNameTaken: Check = {
  code: 'key-name-taken',
  find: ({ keys }, { authorities = [] }) => {
    const taken = new Set(authorities.map(({ name }) => name));
    return keys.flatMap(({ path, name }) =>
      name !== undefined && taken.has(name)
        ? [{ path: `${path}.name`, value: name }]
        : [],
    );
  },
};
