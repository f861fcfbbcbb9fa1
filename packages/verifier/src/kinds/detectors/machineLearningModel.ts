import { begins, holds, type FileContent } from '../content/FileContent';
import type { KindDetector } from '../KindDetector';

/** @remarks Source: CNCF ModelPack, KitOps, Docker Model Runner and Ollama manifests; safetensors, GGUF, TFLite, PyTorch. */
export const machineLearningModel: KindDetector = {
  mediaTypes: [
    'application/vnd.cncf.model.',
    'application/vnd.kitops.modelkit.',
    'application/vnd.docker.ai.',
    'application/vnd.ollama.image.',
  ],
  isFile: content =>
    begins(content, Buffer.from('GGUF')) ||
    begins(content, Buffer.from('TFL3'), 4) ||
    isSafetensors(content) ||
    isOnnx(content) ||
    holds(
      content,
      /\.(safetensors|gguf|onnx|tflite)$|(^|\/)saved_model\.pb$/,
    ) ||
    (content.form === 'zip' && holds(content, /^[^/]+\/data\.pkl$/)),
};

const longestHeader = 100 * 1024 * 1024;

/** The length of a JSON header in eight bytes, and the header. */
function isSafetensors(content: FileContent): boolean {
  if (content.form !== 'other' || content.head.length < 10) return false;
  const length = content.head.readBigUInt64LE(0);
  const start = content.head.subarray(8, 10).toString('latin1');
  return length >= 2n && length <= longestHeader && /^\{["} ]/.test(start);
}

/** Protobuf: the version of the format, then the name of the producer, in letters. */
function isOnnx(content: FileContent): boolean {
  if (content.form !== 'other') return false;
  const [tag, version, next, length] = content.head;
  if (tag !== 0x08 || version < 1 || version > 20 || next !== 0x12)
    return false;
  const producer = content.head.subarray(4, 4 + length).toString('latin1');
  return length > 0 && length < 64 && /^[\w .-]+$/.test(producer);
}
