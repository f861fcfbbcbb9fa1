import {
  resolvePackagePath,
  type AuditorService,
} from '@backstage/backend-plugin-api';
import { readFileSync } from 'node:fs';
import { auditDone } from '../../health/audit';
import type { GenerationProposal } from '../../store';
import {
  ActiveGeneration,
  type ActiveGenerationOptions,
} from './ActiveGeneration';

const packageName = '@countersign/backstage-plugin-provenance-backend';

const whyOf = {
  start: 'a replica started with another configuration or release',
  change: 'what is trusted has changed',
  takeover:
    'no replica of the one before has reported for ten minutes, so those that run took over',
};

/** This process as one of the replicas on the database; what it puts into force is in the log and the audit log. */
export function joinReplicas(
  options: Omit<ActiveGenerationOptions, 'version' | 'onProposed'> & {
    auditor: AuditorService;
  },
): ActiveGeneration {
  const { logger } = options;
  return new ActiveGeneration({
    ...options,
    version: releaseVersion(),
    async onProposed(number, proposal) {
      const { occasion } = proposal;
      const level = occasion === 'takeover' ? 'warn' : 'info';
      logger[level](`generation ${number} is in force: ${whyOf[occasion]}`);
      const meta = metaOf(number, proposal);
      await auditDone(options, { eventId: 'generation-change', meta });
    },
  });
}

function metaOf(
  number: number,
  { generation, content, occasion, proposedBy }: GenerationProposal,
) {
  const { authorities, ...numbers } = content;
  return {
    number,
    occasion,
    generation,
    replica: proposedBy,
    ...numbers,
    authorities: authorities.map(({ name, digest }) => ({
      name,
      digest: digest ?? 'not loaded',
    })),
  };
}

function releaseVersion(): string {
  const path = resolvePackagePath(packageName, 'package.json');
  return String(JSON.parse(readFileSync(path, 'utf8')).version);
}
