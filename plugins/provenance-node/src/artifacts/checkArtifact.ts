import { ARTIFACT_ITEM_SCHEMA } from '@countersign/backstage-plugin-provenance-common';
import { schemaCheck } from './schemaCheck';

/**
 * Checks one item of the annotation against the schema that the common package ships.
 *
 * @returns what is wrong, in words without a full stop, or nothing
 * @public
 */
export const checkArtifact = schemaCheck(ARTIFACT_ITEM_SCHEMA, 'an item');
