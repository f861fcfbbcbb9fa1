import { lintText } from '@countersign/domain';
import type { Ending } from '../exit/exitCodes';
import { readStart, whyUnread } from '../files';
import { onlyPositional, readOptions } from '../options/readOptions';
import { UsageError } from '../options/UsageError';
import { plainJson } from '../output';
import { lintReport } from '../output/lintReport';
import type { Surroundings } from '../Surroundings';

const kinds = {
  environment: 'list',
  production: 'list',
  json: 'switch',
} as const;

/** What the reader of a list takes at most, and one byte more shows that there is more. */
const most = 1024 * 1024 + 1;

/**
 * `ct registry lint FILE`: what somebody would regret about an acceptance list, before it is in force. Errors end it
 * with 1, warnings alone with 0; what cannot be read as a list is an error of the list.
 */
export async function lintRegistry(
  args: string[],
  surroundings: Surroundings,
): Promise<Ending> {
  const { values, positionals } = readOptions(args, kinds);
  const path = onlyPositional(positionals, 'registry file');
  const { environment, production, json } = values;
  const findings = lintText(await textOf(path), {
    ...(environment.length > 0 && { environments: environment }),
    ...(production.length > 0 && { production }),
  });
  const errors = findings.filter(one => one.severity === 'error').length;
  const warnings = findings.length - errors;
  await surroundings.print(
    json
      ? `${plainJson({
          version: 1,
          command: 'registry lint',
          file: path,
          errors,
          warnings,
          findings,
        })}\n`
      : lintReport(path, findings),
  );
  return errors > 0 ? 'untrusted' : 'ok';
}

async function textOf(path: string): Promise<string> {
  const { bytes } = await readStart(path, most).catch(error => {
    throw new UsageError(`${path} ${whyUnread(error)}`);
  });
  return bytes.toString('utf8');
}
