export * from './MaterialList';
export * from './SourceList';
