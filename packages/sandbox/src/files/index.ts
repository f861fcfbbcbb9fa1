export * from './startFileServer';
