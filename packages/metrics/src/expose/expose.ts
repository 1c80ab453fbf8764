import type { Family } from '../model.ts';
import type { ExpositionFormat } from './format.ts';
import { protobufMessages } from './protobuf.ts';
import { textLines } from './text.ts';

/** A piece is sent once it has about this many characters. */
const PIECE_CHARS = 64 * 1_024;

/**
 * Families as a document in a format, in pieces of some 64 kB: a text, or one message in protobuf. Nothing is rendered before it is asked
 * for, so a reader that leaves costs no more than it read, and between two pieces others have their turn if the caller lets them.
 *
 * @param families no two of the same name: see `composeFamilies()`
 */
export function* expose(families: Iterable<Family>, format: ExpositionFormat): Generator<Uint8Array> {
  if (format === 'prometheus-protobuf') {
    yield* protobufMessages(families);
    return;
  }
  const encoder = new TextEncoder();
  let piece = '';
  for (const line of textLines(families, format)) {
    piece += line;
    if (piece.length < PIECE_CHARS) continue;
    yield encoder.encode(piece);
    piece = '';
  }
  if (piece !== '') yield encoder.encode(piece);
}
