import type { SbomStatement } from '@countersign/domain';
import { textAt, valueAt } from '../json';
import { malformed, optionalList, requiredText } from './fields';

/**
 * @remarks Sources: SPDX 2.2 and 2.3 as JSON, SPDX 3.0 as JSON-LD; SPDX 2 as tag-value text is what `cosign attest
 * --type spdx` puts into the same predicate type.
 */
export function readSpdx(predicate: unknown): SbomStatement {
  if (typeof predicate === 'string') return readTagValue(predicate);
  return valueAt(predicate, '@graph') === undefined
    ? readVersion2(predicate)
    : readVersion3(predicate);
}

function readVersion2(predicate: unknown): SbomStatement {
  const version = requiredText(predicate, 'spdxVersion');
  if (!isVersion2(version))
    throw malformed(`the SBOM says it is ${version}, not SPDX 2`);
  return spdx(version, optionalList(predicate, 'packages').length);
}

const packageType = 'software_Package';

function readVersion3(predicate: unknown): SbomStatement {
  const elements = optionalList(predicate, '@graph');
  const version = elements
    .map(element => textAt(element, 'specVersion'))
    .find(text => text?.startsWith('3.'));
  if (version === undefined)
    throw malformed('the SBOM has a graph and does not say that it is SPDX 3');
  const packages = elements.filter(
    element =>
      (textAt(element, 'type') ?? textAt(element, '@type')) === packageType,
  );
  return spdx(`SPDX-${version}`, packages.length);
}

function readTagValue(text: string): SbomStatement {
  const version = /^SPDXVersion:[ \t]*(\S+)/m.exec(text)?.[1] ?? '';
  if (!isVersion2(version)) throw malformed('the SBOM is a text and not SPDX');
  return spdx(version, text.match(/^PackageName:/gm)?.length ?? 0);
}

function isVersion2(version: string): boolean {
  return /^SPDX-2\.\d$/.test(version);
}

function spdx(version: string, components: number): SbomStatement {
  return { role: 'sbom', sbom: { format: 'spdx', version, components } };
}
