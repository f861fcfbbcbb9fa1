import { allDocuments } from '../content/FileContent';
import { hasForm, textsAt, type TopLevel } from '../content/topLevel';
import type { KindDetector } from '../KindDetector';

const isTekton = (document: TopLevel) =>
  textsAt(document, 'apiVersion').some(group => /^tekton\.dev\//.test(group));

const isArgo = (document: TopLevel) =>
  textsAt(document, 'apiVersion').some(group =>
    /^argoproj\.io\//.test(group),
  ) && textsAt(document, 'kind').some(kind => /Workflow/.test(kind));

const isGitHub = (document: TopLevel) =>
  document.has('on') && hasForm(document, 'jobs', 'object');

const isGitLab = (document: TopLevel) =>
  hasForm(document, 'stages', 'list') && !document.has('apiVersion');

const isAzure = (document: TopLevel) =>
  (document.has('pool') || document.has('trigger')) &&
  (hasForm(document, 'steps', 'list') || hasForm(document, 'jobs', 'list'));

/** @remarks Source: Tekton bundles (see `isTektonBundle` for manifests), GitHub Actions, GitLab CI, Azure Pipelines, Argo. */
export const pipelineDefinition: KindDetector = {
  mediaTypes: [],
  isFile: content =>
    allDocuments(content, document =>
      [isTekton, isArgo, isGitHub, isGitLab, isAzure].some(is => is(document)),
    ),
};
