/**
 * What somebody may do in the sandbox.
 *
 * - `yes`: whatever the resource.
 * - `own`: what they or a group of theirs own, in the catalog.
 *
 * A permission that a role does not list is denied.
 *
 * @public
 */
export type Grant = 'yes' | 'own';

/** @public */
export type Role = 'developer' | 'security-lead' | 'platform-owner' | 'auditor';

/** Groups of the catalog, and the role that membership brings. */
export const roleOfGroup: Record<string, Role> = {
  'group:default/payments': 'developer',
  'group:default/cards': 'developer',
  'group:default/risk': 'developer',
  'group:default/security': 'security-lead',
  'group:default/platform': 'platform-owner',
  'group:default/audit': 'auditor',
};

const everybodyReads: Record<string, Grant> = {
  'catalog.entity.read': 'yes',
  'catalog.location.read': 'yes',
  'provenance.usage.read': 'yes',
};

/** Who of them reviews is said by `acceptance.reviewers` as well. */
const governsAcceptance: Record<string, Grant> = {
  'provenance.acceptance.read': 'yes',
  'provenance.acceptance.propose': 'yes',
  'provenance.acceptance.review': 'yes',
};

/** The roles as a table. */
export const roles: Record<Role, Record<string, Grant>> = {
  developer: {
    ...everybodyReads,
    'catalog.entity.refresh': 'own',
    'provenance.check.create': 'yes',
  },
  'security-lead': {
    ...everybodyReads,
    'provenance.evidence.read.all': 'yes',
    ...governsAcceptance,
    'catalog.entity.refresh': 'yes',
    'provenance.check.create': 'yes',
  },
  'platform-owner': {
    ...everybodyReads,
    'provenance.evidence.read.all': 'yes',
    ...governsAcceptance,
    'catalog.entity.refresh': 'yes',
    'catalog.entity.create': 'yes',
    'catalog.entity.delete': 'own',
    'catalog.entity.validate': 'yes',
    'catalog.location.create': 'yes',
    'catalog.location.delete': 'yes',
    'catalog.location.analyze': 'yes',
    'provenance.check.create': 'yes',
    // Delivery is theirs: what they report stands before what an entity says of itself.
    'provenance.deployment.report': 'yes',
  },
  auditor: {
    ...everybodyReads,
    'provenance.evidence.read.all': 'yes',
    'provenance.acceptance.read': 'yes',
  },
};
