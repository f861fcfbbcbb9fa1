export * from './UsageRow';
