import { errors } from './errors/errors.ts';

/**
 * Reads JSON that a person wrote.
 *
 * @param text the JSON
 * @param source where it was written, for the message: a file, a variable
 * @throws OpsError `JSON_MALFORMED`, naming line and column; of the text itself it shows at most the one character that is wrong, because
 *   the rest may hold a secret
 */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { line, column, reason } = faultOf(text, error instanceof Error ? error.message : String(error));
    throw errors.JSON_MALFORMED({
      message: `${source} is not valid JSON: ${reason} at line ${line}, column ${column}`,
      details: { source, line, column },
    });
  }
}

interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** Turns an engine's message, which has a position, a piece of the text or neither, into a place and a reason without quotations. */
function faultOf(text: string, message: string): JsonFault {
  const before = text.slice(0, faultOffset(text, message)).split('\n');
  const reason = message.replace(/, (?:\.\.\.)?".*$/s, '').replace(/ (?:in JSON|of JSON input)(?: at position .*)?$/s, '');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line: before.length, column, reason: reason.replace(/^[A-Z]/, (letter) => letter.toLowerCase()) };
}

function faultOffset(text: string, message: string): number {
  const position = / at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  return isEnd(message) ? text.length : tokenOffset(text);
}

/** Where an unexpected token stands: the shortest beginning of the text that fails for another reason than its end, found by halving. */
function tokenOffset(text: string): number {
  let whole = 0;
  let broken = text.length;
  while (broken - whole > 1) {
    const middle = Math.floor((whole + broken) / 2);
    if (failsAtToken(text.slice(0, middle))) broken = middle;
    else whole = middle;
  }
  return broken - 1;
}

function failsAtToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const { message } = error as Error;
    return !isEnd(message) && Number(/ at position (\d+)/.exec(message)?.[1] ?? -1) < text.length;
  }
}

function isEnd(message: string): boolean {
  return message.startsWith('Unexpected end');
}
