import type { Source } from '../Source';

/** The name under which deployment reports are kept. */
export const REPORT_LOCATOR = 'report';

/** What pipelines report comes when it comes: a pass ends only what was said about entities that are gone. */
export const reports: Source = {
  name: REPORT_LOCATOR,
  standing: 'reported',
  locate: async () => [],
};
