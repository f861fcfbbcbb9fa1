import { describeRef, visibleText } from '../text';

const kinds: Record<string, { one: string; many: string }> = {
  tags: { one: 'tag', many: 'tags' },
  heads: { one: 'branch', many: 'branches' },
};

/** A pattern over Git refs in words: "version tags (v*)", "any branch", "branch main". */
export function refInWords(pattern: string): string {
  if (pattern === 'refs/**') return 'any branch, tag or pull request';
  const [, kind, name] = /^refs\/(tags|heads)\/(.+)$/.exec(pattern) ?? [];
  if (kind === undefined) return `the ref ${visibleText(pattern)}`;
  if (!name.includes('*')) return describeRef(pattern);
  const { one, many } = kinds[kind];
  if (name === '**') return `any ${one}`;
  const shown = visibleText(name);
  if (name === '*') return `any ${one} (*)`;
  if (kind === 'tags' && name === 'v*') return 'version tags (v*)';
  const [, prefix] = /^([^*]+)\*\*?$/.exec(name) ?? [];
  return prefix === undefined
    ? `${many} like ${shown}`
    : `${many} that begin with ${visibleText(prefix)} (${shown})`;
}
