import { begins } from '../content/FileContent';
import type { KindDetector } from '../KindDetector';

const marks = [
  // U-Boot legacy image; flattened tree, as U-Boot's FIT; MCUboot; UF2; Android boot image.
  Buffer.from('27051956', 'hex'),
  Buffer.from('d00dfeed', 'hex'),
  Buffer.from('3db8f396', 'hex'),
  Buffer.from('UF2\n'),
  Buffer.from('ANDROID!'),
  // UEFI capsule for firmware management.
  Buffer.from('edd5cb6d2de8444cbda17194199ad92a', 'hex'),
];

/** @remarks Source: U-Boot, MCUboot, UF2, Android and UEFI, headers of their images. No media type. */
export const firmware: KindDetector = {
  mediaTypes: [],
  isFile: content => marks.some(mark => begins(content, mark)),
};
