export * from './readRegistryFile';
export * from './readYaml';
export * from './YamlError';
