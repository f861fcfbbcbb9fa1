export * from './readRegistryFile';
export * from './readYaml';
export * from './writeRegistry';
export * from './YamlError';
