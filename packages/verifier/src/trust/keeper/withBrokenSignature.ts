import { fromBase64 } from '../../encoding';
import { isObject, valueAt, type JsonObject } from '../../json';
import {
  signatureAnnotations,
  toMaterial,
  type Material,
} from '../../material/Material';

/**
 * The same material with one bit of its signature turned, wherever a layout may keep one: what nobody reads is put
 * beside the real one by whoever wants a version refused.
 *
 * @returns nothing for a layout that keeps its signature where nobody here looks
 */
export function withBrokenSignature(material: Material): Material | undefined {
  const { signature } = signatureAnnotations;
  const beside = material.annotations[signature];
  const hasBeside = beside !== undefined && beside !== '';
  const document = parsed(material.bytes);
  const inside = holders(document).filter(
    ({ object, key }) => typeof object[key] === 'string' && object[key] !== '',
  );
  if (!hasBeside && inside.length === 0) return undefined;
  for (const { object, key } of inside) object[key] = turned(`${object[key]}`);
  return toMaterial({
    ...material,
    ...(hasBeside && {
      annotations: { ...material.annotations, [signature]: turned(beside) },
    }),
    ...(inside.length > 0 && { bytes: Buffer.from(JSON.stringify(document)) }),
  });
}

/** Where bundles and envelopes keep their signature. */
function holders(document: unknown): { object: JsonObject; key: string }[] {
  const at = (key: string, ...path: string[]) => {
    const object = path.length === 0 ? document : valueAt(document, ...path);
    return isObject(object) ? [{ object, key }] : [];
  };
  const first = (...path: string[]) => {
    const list = valueAt(document, ...path);
    const [object] = Array.isArray(list) ? list : [];
    return isObject(object) ? [{ object, key: 'sig' }] : [];
  };
  return [
    ...at('signature', 'messageSignature'),
    ...first('dsseEnvelope', 'signatures'),
    ...first('signatures'),
    ...at('base64Signature'),
  ];
}

function turned(signature: string): string {
  const bytes = fromBase64(signature);
  if (!bytes?.length) return `${signature}A`;
  bytes[Math.floor(bytes.length / 2)] ^= 0x01;
  return bytes.toString('base64');
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}
