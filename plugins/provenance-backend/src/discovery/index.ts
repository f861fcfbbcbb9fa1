export { ANNOTATION_LOCATOR } from './annotation/annotation';
export * from './discover';
export { locatable } from './entitiesToLocate';
export * from './LocatorCollector';
export {
  registryAnnotations,
  type KnownAnnotation,
} from './configured/registryAnnotations';
export * from './tellRefusedHosts';
export type { Source } from './Source';
export { entitiesSeenBy } from './entitiesToLocate';
export * from './entityFacts';
export * from './reports/endLifetimes';
export * from './reports/keepReports';
export * from './reports/readReport';
export * from './reports/ReporterBinding';
export * from './reports/ReportRefusedError';
export { REPORT_LOCATOR } from './reports/reports';
