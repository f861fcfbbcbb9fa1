import type { SignedContent } from './content';
import type { SignedMaterial } from './signing';

const space = Buffer.from(' ');

/**
 * The same material after somebody changed the signed content: signature, certificate and log entry are untouched.
 *
 * @remarks An envelope's payload stays readable JSON where it was, so that only the signature tells.
 * @public
 */
export function tampered(material: SignedMaterial): SignedMaterial {
  return { ...material, content: tamperedContent(material.content) };
}

/**
 * The same material with one bit of its signature turned.
 *
 * @public
 */
export function withBrokenSignature(material: SignedMaterial): SignedMaterial {
  const { content } = material;
  if (content.type === 'message') {
    const signature = turnedBit(content.signature);
    return { ...material, content: { ...content, signature } };
  }
  const [first] = content.envelope.signatures;
  const sig = turnedBit(Buffer.from(first.sig, 'base64')).toString('base64');
  const envelope = { ...content.envelope, signatures: [{ ...first, sig }] };
  return { ...material, content: { type: 'dsse', envelope } };
}

function tamperedContent(content: SignedContent): SignedContent {
  if (content.type === 'message')
    return { ...content, bytes: Buffer.concat([content.bytes, space]) };
  const payload = Buffer.from(content.envelope.payload, 'base64');
  return {
    type: 'dsse',
    envelope: {
      ...content.envelope,
      payload: Buffer.concat([payload, space]).toString('base64'),
    },
  };
}

/** Turns a bit near the end: inside the second number of an ECDSA signature, never in its framing. */
function turnedBit(signature: Buffer): Buffer {
  const turned = Buffer.from(signature);
  turned[turned.length - 4] ^= 0x01;
  return turned;
}
