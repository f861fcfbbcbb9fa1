export * from './EntitySignatureStatusCard';
