export * from './Report';
export { githubReport, writeSummary } from './githubReport';
export { humanInspection } from './humanInspection';
export { humanReport } from './humanReport';
export { plainJson, shown } from './shown';
export { isUnseen } from './unseen';
