import {
  allDocuments,
  startOf,
  type FileContent,
} from '../content/FileContent';
import { hasForm, textsAt, type TopLevel } from '../content/topLevel';
import type { KindDetector } from '../KindDetector';

const isSpdx = (document: TopLevel) =>
  textsAt(document, 'spdxVersion').some(version => /^SPDX-/.test(version));

const isSpdxThree = (document: TopLevel) =>
  textsAt(document, '@context').some(context =>
    /^https:\/\/spdx\.org\/rdf\//.test(context),
  ) && hasForm(document, '@graph', 'list');

const isCycloneDx = (document: TopLevel) =>
  textsAt(document, 'bomFormat').includes('CycloneDX');

/** Its lines read as YAML as long as nothing in them stands over several. */
const isTagValue = (document: TopLevel) =>
  textsAt(document, 'SPDXVersion').some(version => /^SPDX-/.test(version));

function isText(content: FileContent): boolean {
  const start = startOf(content).replace(/^\xef\xbb\xbf/, '');
  return (
    /^\s*(#[^\n]*\n\s*)*SPDXVersion:\s*SPDX-/.test(start) ||
    /^\s*(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*<bom\s[^>]*http:\/\/cyclonedx\.org\/schema\/bom\//.test(
      start,
    )
  );
}

/** @remarks Source: SPDX 2.3 (JSON, YAML, tag-value) and 3.0 (JSON-LD); CycloneDX (JSON, XML); types of trivy, syft, cosign. */
export const sbom: KindDetector = {
  mediaTypes: [
    'application/spdx+json',
    'application/spdx+xml',
    'text/spdx',
    'text/spdx+json',
    'text/spdx+xml',
    'application/vnd.cyclonedx',
    'application/vnd.cyclonedx+json',
    'application/vnd.cyclonedx+xml',
    'application/vnd.syft+json',
    'application/vnd.dev.cosign.artifact.sbom.v1+json',
  ],
  isFile: content =>
    allDocuments(content, document =>
      [isSpdx, isSpdxThree, isCycloneDx, isTagValue].some(is => is(document)),
    ) || isText(content),
};
