import type { Check, Hit } from '../Check';

const deepest = 12;

/** The same text for the same content, whatever the order of its keys; nothing for what is nested beyond any rule. */
function contentOf(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(value) ?? 'null';
  if (depth === deepest) return undefined;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map(item => contentOf(item, depth + 1))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => {
          const content = contentOf(item, depth + 1);
          return content && `${JSON.stringify(key)}:${content}`;
        });
  if (parts.includes(undefined)) return undefined;
  return isList ? `[${parts}]` : `{${parts}}`;
}

export const duplicateRule: Check = {
  code: 'duplicate-rule',
  find: ({ rules }) => {
    const firsts = new Map<string, string>();
    return rules.flatMap(({ path, value }): Hit[] => {
      const { name, ...rest } = value;
      const content = contentOf(rest);
      if (content === undefined || content === '{}') return [];
      const other = firsts.get(content);
      if (other === undefined) {
        firsts.set(content, path);
        return [];
      }
      const called = typeof name === 'string' ? name : undefined;
      return [{ path, value: called, words: { other } }];
    });
  },
};
