import { allDocuments, holds } from '../content/FileContent';
import { hasForm, textsAt } from '../content/topLevel';
import type { KindDetector } from '../KindDetector';

/** @remarks Source: Terraform, JSON output format; a saved plan is a ZIP archive of plan and state. No media type. */
export const terraformPlan: KindDetector = {
  mediaTypes: [],
  isFile: content =>
    allDocuments(
      content,
      document =>
        textsAt(document, 'format_version').length > 0 &&
        (hasForm(document, 'planned_values', 'object') ||
          hasForm(document, 'resource_changes', 'list')),
    ) ||
    (content.form === 'zip' &&
      holds(content, /^tfplan$/) &&
      holds(content, /^tfstate$/)),
};
