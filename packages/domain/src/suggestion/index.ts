export * from './isManagedIn';
export * from './narrowestRule';
