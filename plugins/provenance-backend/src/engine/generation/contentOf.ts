import { judgeRevision, reviewedBuilders } from '@countersign/domain';
import { createHash } from 'node:crypto';
import type { GenerationContent } from '../../store';
import type { JudgeContext } from '../JudgeContext';

/**
 * What a replica judges by, as replicas compare it (S6.3). Why an authority could not be loaded is left out: two
 * replicas may have different words for the same.
 */
export function contentOf(
  context: JudgeContext,
  verifierRevision: number,
): GenerationContent {
  const { registry, settings, authorities, verifier } = context;
  return {
    verifierRevision,
    judgeRevision,
    registryVersion: registry.version,
    authorities: authorities.states
      .map(state => ({
        name: state.name,
        kind: state.kind,
        ...(state.status === 'loaded' && { digest: state.digest }),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    configurationHash: hashOf([
      registry,
      reviewedBuilders,
      settings,
      [...(verifier?.unsafeRevisions ?? [])].sort((a, b) => a - b),
    ]),
  };
}

/** One hash over everything beside what was found that a verdict depends on. */
export function generationHash(content: GenerationContent): string {
  const { verifierRevision, judgeRevision: judge, registryVersion } = content;
  return hashOf([
    verifierRevision,
    judge,
    registryVersion,
    content.authorities.map(({ name, kind, digest }) => [name, kind, digest]),
    content.configurationHash,
  ]);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
