import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { errors, type OpsError } from '@ringside/core';
import { cqlshErrors } from '../errors.ts';

/** Options of {@link decodeCqlText}. */
export interface DecodeOptions {
  /** What the text is called in messages. */
  readonly name: string;
  /** The encoding; without it, that of the byte order mark, else UTF-8. */
  readonly encoding?: string | undefined;
}

/** Byte order marks, the longer of two that begin alike first. */
const MARKS: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe, 0, 0], 'utf-32le'],
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** Names of ISO 8859-1, which the WHATWG's decoders, and so Node's, take for Windows-1252. */
const LATIN_1 = /^(?:iso[-_]?8859[-_]1|l(?:atin)?[-_]?1)$/i;

/** Names that Node, with the WHATWG, takes for Windows-1252, and that promise seven bits. */
const ASCII = /^(?:us-)?ascii$|^ansi_x3\.4-19\d\d$/i;
/** Bytes 0x80 to 0x9F of Windows-1252, U+FFFD for the five that it does not have; Node 20 decodes them as ISO 8859-1. */
const WINDOWS_1252 = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';

/**
 * The text of a file of statements: UTF-8 with or without a byte order mark, UTF-16 with one, or the encoding that is given. Bytes that
 * the encoding does not have are refused: a statement with U+FFFD in their place would write something else than what was meant.
 *
 * @param bytes the file's content
 * @throws OpsError CQL_MALFORMED naming the first such byte; INVALID_ARGUMENT for an encoding that is not known
 *
 * @example
 * ```ts
 * decodeCqlText(Buffer.from("INSERT INTO t (k) VALUES ('é');"), { name: 'a.cql' });
 * ```
 */
export function decodeCqlText(bytes: Uint8Array, { name, encoding }: DecodeOptions): string {
  const mark = MARKS.find(([first]) => first.every((byte, index) => bytes[index] === byte));
  const used = encoding?.toLowerCase() ?? mark?.[1] ?? 'utf-8';
  if (used.startsWith('utf-32')) throw malformed(name, `is ${used.toUpperCase()}, which is not read here`, used);
  if (encoding !== undefined && LATIN_1.test(encoding)) return Buffer.from(bytes).toString('latin1');
  if (mark === undefined && encoding === undefined) refuseUnmarkedUtf16(bytes, name);
  const decoder = decoderOf(used, name);
  try {
    return decoder.encoding === 'windows-1252' ? decodeWestern(bytes, ASCII.test(used)) : decoder.decode(bytes);
  } catch (cause) {
    throw invalidBytes(bytes, name, decoder.encoding, encoding, cause);
  }
}

function decoderOf(encoding: string, name: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw errors.INVALID_ARGUMENT({
      message: `${encoding} is not an encoding that is known here, for ${name}`,
      remedy: 'Name one such as utf-8, utf-16le, latin1, windows-1252 or shift_jis; iconv converts from any other.',
      cause,
    });
  }
}

/** @throws TypeError for a byte without a character, as the WHATWG's decoders do */
function decodeWestern(bytes: Uint8Array, isAscii: boolean): string {
  if (isAscii && bytes.some((byte) => byte > 0x7f)) throw new TypeError('A byte is not ASCII');
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\u0080-\u009F]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));
  if (text.includes('\uFFFD')) throw new TypeError('A byte has no character');
  return text;
}

/** Its characters are valid in UTF-8, with a zero byte beside each. */
function refuseUnmarkedUtf16([first, second]: Uint8Array, name: string): void {
  if (first === undefined || second === undefined || (first !== 0) === (second !== 0)) return;
  const encoding = first === 0 ? 'utf-16be' : 'utf-16le';
  throw cqlshErrors.CQL_MALFORMED({
    message: `${name} looks like ${encoding.toUpperCase()} without a byte order mark; nothing was run`,
    remedy: `If it is, name that encoding: ${encoding}.`,
    details: { encoding },
  });
}

function invalidBytes(bytes: Uint8Array, name: string, used: string, asked: string | undefined, cause: unknown): OpsError {
  const at = used === 'utf-8' ? firstInvalidUtf8(bytes) : used.startsWith('utf-16') ? firstInvalidUtf16(bytes, used) : undefined;
  if (at === undefined) return malformed(name, `is not valid ${used}`, asked, cause);
  const line = Buffer.from(bytes.subarray(0, at)).toString('latin1').split('\n').length;
  const byte = `0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`;
  const place = `${name}: byte ${at} (${byte})${used === 'utf-8' ? ` on line ${line}` : ''}`;
  return malformed(place, `is not valid ${used.toUpperCase()}`, asked, cause);
}

function malformed(place: string, what: string, asked: string | undefined, cause?: unknown): OpsError {
  const remedy =
    asked === undefined
      ? 'Name its encoding, such as latin1, or convert it: iconv -f ISO-8859-1 -t UTF-8 FILE.'
      : `Name the encoding that it has, or convert it: iconv -f ${asked.toUpperCase()} -t UTF-8 FILE.`;
  const details = asked === undefined ? { encoding: 'latin1' } : undefined;
  return cqlshErrors.CQL_MALFORMED({ message: `${place} ${what}; nothing was run`, remedy, details, cause });
}

/** Where what is decoded and encoded again first differs; never inside of a character. */
function firstInvalidUtf8(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined;
  const again = Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf8');
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at += 1;
  while (at > 0 && ((again[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return at;
}

/** A surrogate without the other half, or half of a unit at the end. */
function firstInvalidUtf16(bytes: Uint8Array, encoding: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unitAt = (at: number): number => (at + 1 < bytes.length ? view.getUint16(at, encoding === 'utf-16le') : 0);
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const kind = unitAt(at) & 0xfc_00;
    const isPair = kind === 0xd8_00 && (unitAt(at + 2) & 0xfc_00) === 0xdc_00;
    if (isPair) at += 2;
    else if (kind === 0xd8_00 || kind === 0xdc_00) return at;
  }
  return bytes.length - 1;
}
