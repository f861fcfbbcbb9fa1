import { allDocuments, holds } from '../content/FileContent';
import { textsAt } from '../content/topLevel';
import type { KindDetector } from '../KindDetector';

const policyGroups =
  /^(kyverno\.io|policies\.kyverno\.io|templates\.gatekeeper\.sh|constraints\.gatekeeper\.sh|policies\.kubewarden\.io)\//;

/** @remarks Source: OPA, bundle file format; conftest; Kyverno, `kyverno oci push`; Gatekeeper. */
export const policyBundle: KindDetector = {
  mediaTypes: [
    'application/vnd.cncf.openpolicyagent.',
    'application/vnd.opa.',
    'application/vnd.cncf.kyverno.',
  ],
  isFile: content =>
    holds(content, /\.rego$/) ||
    (holds(content, /^\/?\.manifest$/) &&
      holds(content, /(^|\/)(data\.(json|yaml)|policy\.wasm|plan\.json)$/)) ||
    allDocuments(content, document =>
      textsAt(document, 'apiVersion').some(group => policyGroups.test(group)),
    ),
};
