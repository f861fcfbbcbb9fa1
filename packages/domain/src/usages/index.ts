export * from './Claim';
export * from './outranks';
export * from './placeClaims';
