export * from './configuredCredentials';
export * from './CredentialSource';
export * from './LookMemory';
export * from './manifest';
export * from './OciRepository';
export * from './RegistrySession';
export * from './RepositoryVisit';
