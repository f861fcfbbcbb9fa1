import { allDocuments, holds } from '../content/FileContent';
import { textsAt } from '../content/topLevel';
import type { KindDetector } from '../KindDetector';

/** @remarks Source: Flux, `flux push artifact`; Kubernetes, objects; Kustomize. */
export const kubernetesManifest: KindDetector = {
  mediaTypes: ['application/vnd.cncf.flux.'],
  isFile: content =>
    allDocuments(
      content,
      document =>
        textsAt(document, 'apiVersion').length > 0 &&
        textsAt(document, 'kind').length > 0,
    ) || holds(content, /^([^/]+\/)?[Kk]ustomization(\.ya?ml)?$/),
};
