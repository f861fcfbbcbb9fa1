import {
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';

/**
 * Resource type of a usage.
 *
 * @public
 */
export const RESOURCE_TYPE_USAGE = 'provenance-usage';

/**
 * See a usage, its verdict and the evidence behind it. Always combined with reading the entity in the catalog.
 *
 * @public
 */
export const usageReadPermission = createPermission({
  name: 'provenance.usage.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_USAGE,
});

/**
 * Ask for a look at once.
 *
 * @public
 */
export const checkCreatePermission = createPermission({
  name: 'provenance.check.create',
  attributes: { action: 'create' },
});

/**
 * See all evidence and how every authority stands, whatever entities the viewer may see.
 *
 * @public
 */
export const evidenceReadAllPermission = createPermission({
  name: 'provenance.evidence.read.all',
  attributes: { action: 'read' },
});

/**
 * See the acceptance rules in force: who may sign what.
 *
 * @public
 */
export const acceptanceReadPermission = createPermission({
  name: 'provenance.acceptance.read',
  attributes: { action: 'read' },
});

/**
 * Propose a change of the acceptance rules. Only people can, whatever this permission says.
 *
 * @public
 */
export const acceptanceProposePermission = createPermission({
  name: 'provenance.acceptance.propose',
  attributes: { action: 'create' },
});

/**
 * Review a proposed change of the acceptance rules. The configuration has to name the reviewer as well, and nobody
 * reviews what they edited.
 *
 * @public
 */
export const acceptanceReviewPermission = createPermission({
  name: 'provenance.acceptance.review',
  attributes: { action: 'update' },
});

/**
 * Erase the identity of a person from the log. The configuration has to name whoever does it as well.
 *
 * @public
 */
export const identityErasePermission = createPermission({
  name: 'provenance.identity.erase',
  attributes: { action: 'delete' },
});

/**
 * Report what was deployed. A service must be named in the configuration as well, with the entities and environments
 * about which it may speak.
 *
 * @public
 */
export const deploymentReportPermission = createPermission({
  name: 'provenance.deployment.report',
  attributes: { action: 'create' },
});

/**
 * Every permission of the plugin.
 *
 * @public
 */
export const provenancePermissions: Permission[] = [
  usageReadPermission,
  checkCreatePermission,
  evidenceReadAllPermission,
  identityErasePermission,
  acceptanceReadPermission,
  acceptanceProposePermission,
  acceptanceReviewPermission,
  deploymentReportPermission,
];
