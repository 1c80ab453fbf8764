import { stringify } from 'yaml';

/** The front matter of a page, with its fences. */
export function frontMatter(values) {
  return `---\n${stringify(values, { lineWidth: 0, singleQuote: true })}---\n`;
}
