import type { ByteRange } from '@ringside/route-kit';
import { Refusal } from './refusal.ts';

/**
 * The part of a file that a `Range` header asks for, which is the whole file without one. One range only, its end cut off at the file's, and none of an
 * empty file, with the header or without; this is what Apache's sidecar does.
 *
 * @throws Refusal 416 for a range that is malformed, or that the file does not have
 */
export function rangeOf(header: string | undefined, sizeBytes: number): ByteRange {
  if (header === undefined && sizeBytes > 0) return { start: 0, end: sizeBytes };
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  const range = from === '' ? { start: Math.max(0, sizeBytes - Number(to)), end: sizeBytes } : fromTo(from, to, sizeBytes);
  if (from + to !== '' && range.start < range.end) return range;
  throw new Refusal(416, sizeBytes === 0 ? 'The file is empty' : 'The file has no such range', { 'content-range': `bytes */${sizeBytes}` });
}

function fromTo(from: string, to: string, sizeBytes: number): ByteRange {
  return { start: Number(from), end: to === '' ? sizeBytes : Math.min(sizeBytes, Number(to) + 1) };
}
