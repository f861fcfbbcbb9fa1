import {
  explain,
  explainFinding,
  explanationOf,
  type FindingCode,
  type ReasonCode,
} from '@countersign/domain';
import type { Alert } from '@countersign/backstage-plugin-provenance-node';
import type { NewsTopic } from './newsOf';

export interface Words {
  title: string;
  /** What to do. */
  advice: string;
  severity: Alert['severity'];
}

/** The same words as the pages have, where they have them: whoever follows the link finds what they were told. */
const words: Record<Exclude<NewsTopic, 'host-down'>, Words> = {
  'signature-vanished': explained('signature-vanished', 'high'),
  'repository-identity-changed': found(
    'repository-identity-changed',
    'critical',
  ),
  'signature-invalid': explained('signature-invalid', 'critical'),
  'wrong-authority': explained('wrong-authority', 'critical'),
  distrusted: explained('distrusted', 'critical'),
  'authority-removed': explained('authority-removed', 'high'),
  'moved-to-unsigned': {
    title: 'The tag was moved to something unsigned',
    advice:
      'Find out who moved the tag. Deploy a digest that is signed, or let the release workflow sign this one.',
    severity: 'high',
  },
  'moved-to-untrusted': {
    title: 'The tag was moved to something that is not trusted',
    advice: 'Find out who moved the tag, and deploy a digest that is trusted.',
    severity: 'high',
  },
};

const outages: Partial<Record<string, string>> = {
  'registry-unreachable': explanationOf('registry-unreachable').title,
  'rate-limited': explanationOf('rate-limited').title,
  'access-denied': explanationOf('access-denied').title,
};

/** @param code - for a host: why it counts as down */
export function wordsOf(topic: NewsTopic, code?: string): Words {
  if (topic !== 'host-down') return words[topic];
  const known = code === undefined ? undefined : outages[code];
  return {
    title: known ?? 'A host does not answer as it should',
    advice:
      'What lies there is judged by what was seen last, and reads "can\'t tell" when that is too old. Nothing becomes untrusted through it, and all of it is looked at again when the host answers.',
    severity: 'high',
  };
}

function explained(code: ReasonCode, severity: Alert['severity']): Words {
  // Without parameters: what a stranger says has no place here.
  const { title, fix } = explain({ code, parameters: {} });
  return { title, advice: fix, severity };
}

function found(code: FindingCode, severity: Alert['severity']): Words {
  const nothing = { code, firstSeenAt: '', lastSeenAt: '' };
  const { title, fix } = explainFinding(nothing);
  return { title, advice: fix, severity };
}
