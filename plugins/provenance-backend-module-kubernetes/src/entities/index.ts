export * from './tie';
export * from './tieToClusters';
