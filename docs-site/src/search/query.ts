const VARIES = '…';

/**
 * What to look for when a reader typed or pasted this text. An error message becomes the words of it that never vary, as the error index
 * has them; of any other text each word loses the quotes and marks around it, since the index has words without them.
 *
 * @param messages the messages of the error index, with `…` for what varies
 */
export function queryOf(text: string, messages: readonly string[]): string {
  const pasted = text.replaceAll(/\s+/g, ' ').trim();
  const matching = messages.filter((message) => patternOf(message).test(pasted));
  const [known] = matching.toSorted((left, right) => fixedPart(right).length - fixedPart(left).length);
  return wordsOf(known === undefined ? pasted : fixedPart(known));
}

function fixedPart(message: string): string {
  return message.replaceAll(VARIES, ' ');
}

function patternOf(message: string): RegExp {
  const parts = message.split(VARIES).map((part) => part.trim().replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(parts.join('.*'), 'i');
}

function wordsOf(text: string): string {
  const words = text.split(/[\s-]+/).map((word) => word.replaceAll(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, ''));
  return words.filter((word) => word !== '').join(' ');
}
