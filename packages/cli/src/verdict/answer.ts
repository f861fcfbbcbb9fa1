import type { ArtifactKind, Evidence } from '@countersign/domain';
import type { Artifact } from '../look/Artifact';
import type { Look } from '../look/Look';
import { lookerFor } from '../look/Looker';
import { reportOf, type Report } from '../output';
import type { Policy } from '../policy/Policy';
import type { Surroundings } from '../Surroundings';
import { judgeLook } from './judgeLook';
import { proveEach } from './prove';

/** What is asked about an artifact. */
export interface Question {
  policy: Policy;
  environment?: string;
  /** What it is said to be. */
  kind?: ArtifactKind;
  /** Every signature is verified, also after the first one that is accepted. */
  wantsAll: boolean;
}

/** Looks at an artifact, and judges what was found. */
export async function answer(
  artifact: Artifact,
  question: Question,
  options: { 'allow-host': string[] },
  surroundings: Surroundings,
): Promise<Report> {
  const looker = lookerFor(artifact, options['allow-host'], surroundings);
  try {
    const look = await looker.look();
    const report = conclude(look, question, surroundings);
    // What an index lacks its children may have (S8.2); what it has they cannot take away, but for its kind (S3.1).
    const hasChildren = look.collections.some(one => one.children?.length);
    const isMet = report.verdict === 'trusted' && question.kind === undefined;
    if (isMet || !hasChildren) return report;
    const whole = await looker.lookAtChildren(look);
    return conclude(whole, question, surroundings);
  } finally {
    looker.close();
  }
}

/** Judges what was found. */
export function conclude(
  look: Look,
  { policy, environment, kind, wantsAll }: Question,
  surroundings: Surroundings,
): Report {
  const now = surroundings.now();
  const evidence: Evidence[] = [];
  const context = { now, environment, kind };
  const judged = () => judgeLook(look, evidence, policy, context);
  for (const proven of proveEach(look, policy.authorities, now)) {
    evidence.push(...proven);
    // S4.1: one is enough, and what comes after it takes nothing away.
    if (!wantsAll && judged().verdict === 'trusted') break;
  }
  return reportOf(look, evidence, judged());
}

/** Requirements about content take the newest of all statements (S4.2), so that each has to be seen. */
export function asksAboutContent({ rules }: Policy): boolean {
  return rules.some(rule => rule.requirements !== undefined);
}
