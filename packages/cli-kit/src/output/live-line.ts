import type { CliIo } from './io.ts';
import { stripColours, visibleWidth } from './style.ts';

const CLEAR_LINE = '\r\u001B[2K';

/** One line at the bottom of a terminal that is drawn over again and again; finished lines scroll up above it. */
export interface LiveLine {
  /** Replaces the live line; it is cut to the width of the terminal. */
  readonly draw: (text: string) => void;
  /** Writes a line that stays, above the live one. */
  readonly print: (text: string) => void;
  /** Takes the live line away. */
  readonly clear: () => void;
}

/** A live line on standard error of a terminal. */
export function createLiveLine(io: Pick<CliIo, 'err' | 'columns'>): LiveLine {
  let drawn = '';
  const draw = (text: string): void => {
    drawn = visibleWidth(text) < io.columns() ? text : cut(text, io.columns() - 1);
    io.err(CLEAR_LINE + drawn);
  };
  return {
    draw,
    print(text) {
      io.err(`${drawn === '' ? '' : CLEAR_LINE}${text}\n`);
      if (drawn !== '') io.err(drawn);
    },
    clear() {
      if (drawn !== '') io.err(CLEAR_LINE);
      drawn = '';
    },
  };
}

/** Cut text loses its colours: half an escape sequence would colour what follows. */
function cut(text: string, width: number): string {
  return Array.from(stripColours(text)).slice(0, width).join('');
}
