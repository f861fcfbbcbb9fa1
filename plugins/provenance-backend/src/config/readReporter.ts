import {
  compilePattern,
  ConfigurationError,
  readPattern,
  readText,
  Section,
  type Pattern,
} from '@countersign/domain';
import type { ReporterBinding } from '../discovery';

/**
 * One entry of `provenance.discovery.reporters`: what one service may report. Nothing has a default, because what is
 * left out would be everything.
 */
export function readReporter(value: unknown, path: string): ReporterBinding {
  const section = Section.of(value, path, [
    'subject',
    'entities',
    'environments',
  ]);
  return {
    subject: readSubject(section.string('subject'), section.at('subject')),
    entities: section.list('entities', readEntityPattern),
    environments: section.list('environments', (one, at) =>
      compilePattern(readPattern(one, at)),
    ),
  };
}

/** Misspelt, it would be a service that may report nothing, and whoever wrote it believes that it may. */
function readSubject(value: string, path: string): string {
  if (/^(external|plugin):\S+$/.test(value)) return value;
  throw new ConfigurationError(
    path,
    `"${value}" is no service; write "external:ci-payments" or "plugin:argocd"`,
  );
}

/** References are kept in lower case. */
function readEntityPattern(value: unknown, path: string): Pattern {
  const text = readText(value, path).toLocaleLowerCase('en-US');
  if (text !== '**' && !text.includes(':'))
    throw new ConfigurationError(
      path,
      `"${text}" is no reference of an entity, an owner or a system; write "component:default/payments-*", "group:default/payments" or "**"`,
    );
  return compilePattern(readPattern(text, path));
}
