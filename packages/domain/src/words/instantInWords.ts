import { visibleText } from '../text';

/** `2026-11-03 00:00 UTC` */
export function instantInWords(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime())
    ? visibleText(iso, 60)
    : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
