export * from './usageResource';
export * from './VisibleEntities';
export * from './Visibility';
