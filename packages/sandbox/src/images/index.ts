export * from './pushImage';
