export * from './presentLocators';
export * from './MeteredObserver';
export * from './Observer';
export * from './observedLooker';
export * from './observedVerification';
export * from './services';
export * from './startHealth';
