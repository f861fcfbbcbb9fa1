import { EvidenceFailure } from '../../EvidenceFailure';
import { isObject } from '../../json';

/** The fields of a bundle that are bytes, by name: protobuf's JSON has them in base64. */
const bytesFields = new Set([
  'rawBytes',
  'keyId',
  'signedEntryTimestamp',
  'canonicalizedBody',
  'rootHash',
  'hashes',
  'signedTimestamp',
  'digest',
  'signature',
  'payload',
  'sig',
]);

/** Either alphabet, with or without padding, as protobuf's JSON reads it. */
const base64Form = /^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}$/;

/**
 * Tools break base64 into lines. The breaks are taken out first: one expression for both would try a stranger's million
 * of them in the square of as many ways.
 */
function isBase64(text: string): boolean {
  return base64Form.test(text.replace(/[\r\n]+/g, ''));
}

/**
 * Node's decoder skips what is no base64, so that a text which other clients refuse would be read as something here.
 * Depth was counted before.
 */
export function checkBytes(value: unknown, name?: string) {
  if (typeof value === 'string') {
    if (name !== undefined && bytesFields.has(name) && !isBase64(value))
      throw new EvidenceFailure(
        'format',
        'malformed',
        `the ${name} of the bundle is not base64`,
      );
  } else if (Array.isArray(value)) {
    for (const item of value) checkBytes(item, name);
  } else if (isObject(value)) {
    for (const [key, field] of Object.entries(value)) checkBytes(field, key);
  }
}
