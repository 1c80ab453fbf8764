import { remembered } from '../plan/remembered.ts';

const HEX = '[0-9a-f]';
const COMMENT = String.raw`--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const STRING = String.raw`'(?:[^']|'')*'|\$\$[\s\S]*?\$\$`;
const UUID = String.raw`\b${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}\b`;
const ISO_DURATION = String.raw`\bP\d{4}-\d\d-\d\dT[\d:]+|\bP(?=T?\d)(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?\b`;
const WORD = String.raw`"(?:[^"]|"")*"|[a-z_]\w*`;
const NUMBER = String.raw`\d[\w.]*`;
const TOKEN = new RegExp(`(${COMMENT})|(${STRING})|${UUID}|${ISO_DURATION}|(${WORD})|${NUMBER}`, 'gi');
const CONSTANT = /^(?:true|false|nan|infinity)$/i;

/** Stands for a string until it is known that all quotes are closed. */
const MARK = '\0';
/** A quote or comment that is not closed, or a string that ends in the middle of a word: what is a value and what is not cannot be told. */
const BROKEN = /'|\$\$|\/\*|\0\w/;

/**
 * A statement with `?` in place of each literal and without comments, so that nothing of the data is left; text with `?` already and no literal stays as it
 * is. Empty when the quotes of the statement do not match: then it cannot be told what is data.
 */
export const redact: (text: string) => string = remembered((text) => {
  const marked = text.replaceAll(TOKEN, (_token, comment?: string, string?: string, word?: string) => {
    if (comment !== undefined) return ' ';
    if (string !== undefined) return MARK;
    return word === undefined || CONSTANT.test(word) ? '?' : word;
  });
  return BROKEN.test(marked) ? '' : marked.replaceAll(MARK, '?').trim();
});
