import { type Token, tokens } from '../split/tokens.ts';

/** The words of a statement: its tokens, without comments, line ends and the semicolon at its end. */
export function wordsOf(text: string): readonly Token[] {
  const all = [...tokens(text)].filter(({ kind }) => kind !== 'newline');
  return all.at(-1)?.text === ';' ? all.slice(0, -1) : all;
}

/** A word in lower case; what stands in quotes keeps them, so that it is no keyword. */
export function keyword(token: Token | undefined): string {
  if (token === undefined) return '';
  return token.kind === 'word' ? token.text.toLowerCase() : token.text;
}

/** What stands between single or double quotes, or `undefined` for a token without quotes. */
export function quotedText(token: Token | undefined): string | undefined {
  if (token?.kind !== 'quoted' || token.text.startsWith('$$')) return undefined;
  const quote = token.text.charAt(0);
  return token.text.slice(1, -1).replaceAll(quote + quote, quote);
}

/** A name as the schema has it: in lower case without quotes, as it is with double quotes. */
export function nameOf(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return token.text.toLowerCase();
  return token?.text.startsWith('"') === true ? quotedText(token) : undefined;
}

/**
 * A statement without the passwords in it, for whatever shows or keeps statements: what stands in quotes behind `PASSWORD`, and
 * behind the name of `LOGIN`, becomes `'***'`.
 */
export function withoutPasswords(text: string): string {
  const words = wordsOf(text);
  const isSecret = (index: number): boolean => {
    if (words[index]?.kind !== 'quoted') return false;
    if (keyword(words[0]) === 'login') return index > 1;
    return keyword(words[index - 1]) === 'password' || (words[index - 1]?.text === '=' && keyword(words[index - 2]) === 'password');
  };
  let shown = '';
  let from = 0;
  for (const [index, { start, end }] of words.entries()) {
    if (!isSecret(index)) continue;
    shown += `${text.slice(from, start)}'***'`;
    from = end;
  }
  return shown + text.slice(from);
}
