import type { PrismTheme } from 'prism-react-renderer';

type Palette = { plain: string; background: string; comment: string; word: string; text: string; name: string };

/** One theme from six colours; each colour holds 4.5:1 against its background. */
function prismTheme(palette: Palette): PrismTheme {
  return {
    plain: { color: palette.plain, backgroundColor: palette.background },
    styles: [
      { types: ['comment', 'prolog', 'doctype', 'cdata'], style: { color: palette.comment, fontStyle: 'italic' } },
      { types: ['keyword', 'selector', 'important', 'atrule', 'tag'], style: { color: palette.word } },
      { types: ['string', 'char', 'attr-value', 'inserted', 'regex', 'number', 'boolean'], style: { color: palette.text } },
      { types: ['function', 'class-name', 'attr-name', 'property', 'builtin', 'constant'], style: { color: palette.name } },
      { types: ['punctuation', 'operator'], style: { color: palette.plain } },
    ],
  };
}

export const prismLight: PrismTheme = prismTheme({
  plain: '#22303c',
  background: '#f3f1ea',
  comment: '#5f6b73',
  word: '#8a2d5b',
  text: '#23653a',
  name: '#1b5a86',
});

export const prismDark: PrismTheme = prismTheme({
  plain: '#dbe3ea',
  background: '#131c26',
  comment: '#93a1ad',
  word: '#f2a7c6',
  text: '#9fd8a8',
  name: '#93c9f2',
});
