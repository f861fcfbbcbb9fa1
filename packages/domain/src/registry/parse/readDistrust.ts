import { isDigest } from '../../records/digest';
import type {
  AnyDistrust,
  DistrustedIdentity,
  DistrustEntry,
} from '../distrust';
import { ConfigurationError } from './ConfigurationError';
import { readPattern } from './readPattern';
import { Section } from './Section';
import { withoutUndefined } from './withoutUndefined';

const targets = ['identity', 'key', 'workflow', 'authority', 'log', 'digest'];
const logId = /^[0-9a-f]{64}$/;

/**
 * One entry of the distrust list: exactly one target, and why.
 *
 * @throws ConfigurationError with the path of the first mistake
 */
export function readDistrust(value: unknown, path: string): DistrustEntry {
  const section = Section.of(value, path, [
    ...targets,
    'from',
    'reason',
    'runbook',
  ]);
  const named = targets.filter(target => section.has(target));
  if (named.length !== 1)
    throw new ConfigurationError(
      path,
      `names ${
        named.join(' and ') || 'nothing'
      }; an entry is about one of ${targets.join(', ')}`,
    );
  const why: AnyDistrust = withoutUndefined({
    from: section.optionalInstant('from'),
    reason: section.string('reason'),
    runbook: section.optionalString('runbook'),
  });
  if (section.has('identity'))
    return { identity: readIdentity(section), ...why };
  if (section.has('key')) return { key: section.string('key'), ...why };
  if (section.has('workflow'))
    return { workflow: readWorkflow(section), ...why };
  if (section.has('authority'))
    return { authority: section.string('authority'), ...why };
  if (section.has('log')) return { log: readLog(section), ...why };
  const digest = section.string('digest');
  return isDigest(digest)
    ? { digest, ...why }
    : section.fail(
        'digest',
        'must be "sha256:" and 64 lower-case hexadecimal characters',
      );
}

/** A ref would hide the workflow from its own next release. */
function readWorkflow(section: Section): string {
  const workflow = readPattern(section.raw('workflow'), section.at('workflow'));
  return workflow.includes('@')
    ? section.fail('workflow', 'is named without its ref, up to the "@"')
    : workflow;
}

function readLog(section: Section): string {
  const log = section.string('log');
  return logId.test(log)
    ? log
    : section.fail('log', 'must be 64 lower-case hexadecimal characters');
}

function readIdentity(parent: Section): DistrustedIdentity['identity'] {
  const at = parent.at('identity');
  const section = Section.of(parent.raw('identity'), at, [
    'authority',
    'issuer',
    'subject',
  ]);
  return withoutUndefined({
    authority: section.optionalString('authority'),
    issuer: section.string('issuer'),
    subject: readPattern(section.raw('subject'), section.at('subject')),
  });
}
