import { integer, oneOf, type Schema, text } from '@ringside/route-kit';

/** A token in decimal. */
export const tokenText: Schema<string> = text({
  pattern: '^-?[0-9]{1,19}$',
  description: 'A token in decimal: it does not fit a number.',
});

/** A port; -1 if it is not known. */
export const portNumber: Schema<number> = integer({ minimum: -1, maximum: 65_535 });

/** A number of things. */
export const count: Schema<number> = integer({ minimum: 0 });

/** How a node is seen; `?` when the asked node does not know. */
export const upOrDown: Schema<'Up' | 'Down' | '?'> = oneOf('Up', 'Down', '?');
