/**
 * Permissions, annotation names, API types and client of the provenance plugin; re-exports the domain.
 *
 * @packageDocumentation
 */
export * from './acceptanceAids';
export * from './annotations';
export * from './api';
export * from './deployments';
export * from './discovery';
export * from './integrity';
export * from './permissions';
export * from './proposals';
export * from './ProvenanceClient';
export * from './signers';
export * from './status';
export * from '@countersign/domain';
