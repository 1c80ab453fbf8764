import { visit } from 'unist-util-visit';
import { parsePage } from '../../plugins/page/parse.ts';

/** A link of a page to somewhere else. */
export interface ExternalLink {
  readonly url: string;
  readonly line: number;
}

/** Every link of a page that leaves the site, without its anchor. Addresses in code are not links. */
export function externalLinks(source: string, file: string): readonly ExternalLink[] {
  const found: ExternalLink[] = [];
  visit(parsePage(source, file), (node) => {
    if (node.type !== 'link' && node.type !== 'definition') return;
    const { url, position } = node;
    if (/^https?:/.test(url)) found.push({ url: url.replace(/#.*$/, ''), line: position?.start.line ?? 1 });
  });
  return found;
}
