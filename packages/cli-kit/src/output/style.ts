import type { CliIo } from './io.ts';

/** Wraps text in a colour, or leaves it alone. */
export type Paint = (text: string) => string;

/** The few ways in which Ringside marks text. */
export interface Style {
  /** For headings and labels. */
  readonly bold: Paint;
  /** For what most readers skip: codes, log lines. */
  readonly dim: Paint;
  /** For errors, and for what is down or unavailable. */
  readonly red: Paint;
  /** For success, and for what is as it should be. */
  readonly green: Paint;
  /** For warnings, and for what works only in part. */
  readonly yellow: Paint;
  /** For what the reader can type next, and for progress. */
  readonly cyan: Paint;
}

const ESCAPE = '\u001B[';
const plain: Paint = (text) => text;
const paint =
  (open: number, close: number): Paint =>
  (text) =>
    text === '' ? '' : `${ESCAPE}${open}m${text}${ESCAPE}${close}m`;

const COLOURED: Style = {
  bold: paint(1, 22),
  dim: paint(2, 22),
  red: paint(31, 39),
  green: paint(32, 39),
  yellow: paint(33, 39),
  cyan: paint(36, 39),
};

/** A style that changes nothing. */
export const plainStyle: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };

/** The style for a stream: coloured or plain. */
export function createStyle(coloured: boolean): Style {
  return coloured ? COLOURED : plainStyle;
}

/**
 * Whether a stream gets colours. `--no-color` and a non-empty `NO_COLOR` (no-color.org) say no, then `FORCE_COLOR` says yes (or no
 * with 0), else a terminal that is not `TERM=dumb` does.
 */
export function wantsColour(io: Pick<CliIo, 'env'>, isTerminal: boolean, colorOption: boolean | undefined): boolean {
  if (colorOption === false) return false;
  if ((io.env['NO_COLOR'] ?? '') !== '') return false;
  const forced = io.env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return isTerminal && io.env['TERM'] !== 'dumb';
}

// oxlint-disable-next-line no-control-regex -- the escape character is what is looked for
const ANSI = /\u001B\[[0-9;]*m/g;

/** The text without its colours. */
export function stripColours(text: string): string {
  return text.replaceAll(ANSI, '');
}

/** How many columns a text takes, colours not counted (every other character counts one). */
export function visibleWidth(text: string): number {
  return Array.from(stripColours(text)).length;
}
