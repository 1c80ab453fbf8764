import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const PLACE = '/fixed-fonts/';
const SUBSETS = ['latin', 'latin-ext', 'greek'];
const FACES: Readonly<Record<string, readonly string[]>> = {
  inter: ['400-normal', '400-italic', '600-normal', '700-normal'],
  'roboto-mono': ['400-normal', '400-italic', '600-normal', '700-normal'],
};

const folderOf = (font: string): string => dirname(require.resolve(`@fontsource/${font}/package.json`));

function facesOf(font: string): readonly string[] {
  const ranges = JSON.parse(readFileSync(join(folderOf(font), 'unicode.json'), 'utf8')) as Readonly<Record<string, string>>;
  return SUBSETS.flatMap((subset) =>
    (FACES[font] ?? []).map((face) => {
      const [weight, style] = face.split('-');
      const source = `url(${PLACE}${font}-${subset}-${face}.woff2) format("woff2")`;
      return `@font-face{font-family:"fixed ${font}";font-weight:${weight};font-style:${style};font-display:block;unicode-range:${ranges[subset]};src:${source}}`;
    }),
  );
}

/**
 * A style element that gives a page the fonts of this repository's packages instead of those of the machine, so that a picture of the page is
 * the same on every machine. Only the tests' server puts it in: readers see the fonts of their own system.
 */
export function fixedFonts(): string {
  const stacks = `--ifm-font-family-base:"fixed inter",sans-serif!important;--ifm-font-family-monospace:"fixed roboto-mono",monospace!important`;
  return `<style>${Object.keys(FACES).flatMap(facesOf).join('')}html:root{${stacks}}</style>`;
}

/** The file of a font that {@link fixedFonts} asks for; `undefined` for every other path. */
export function fixedFontFile(path: string): string | undefined {
  if (!path.startsWith(PLACE)) return undefined;
  const name = basename(path);
  return join(folderOf(name.startsWith('inter-') ? 'inter' : 'roboto-mono'), 'files', name);
}
