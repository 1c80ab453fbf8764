/** Elements that make a browser fetch something by itself; a plain link is not among them. */
const LOADING = /<(script|img|iframe|source|video|audio|embed|track|link|object|use|image)\b[^>]*>/gi;
const ADDRESS = /\b(?:src|href|srcset|data|xlink:href|poster)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi;
/** Relations of a `<link>` that name a page for readers or machines instead of loading it. */
const NOT_LOADED = /\brel\s*=\s*["']?(?:canonical|alternate|next|prev|author|license|sitemap)\b/i;
const IN_STYLE = /(?:url\(\s*["']?|@import\s+["'])([^"')\s]+)/gi;

const isForeign = (address: string): boolean => /^(?:[a-z][a-z+.-]*:)?\/\//i.test(address) && !/^data:/i.test(address);

/** Addresses on other servers that a browser would fetch when it shows this page. */
export function foreignInHtml(html: string): readonly string[] {
  const tags = [...html.matchAll(LOADING)].map(([tag]) => tag).filter((tag) => !NOT_LOADED.test(tag));
  const named = tags.flatMap((tag) => [...tag.matchAll(ADDRESS)].map(([, double, single, bare]) => double ?? single ?? bare ?? ''));
  const styles = [...html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>|\bstyle="([^"]*)"/gi)].map(
    ([, block, inline]) => block ?? inline ?? '',
  );
  return [...named.filter(isForeign), ...styles.flatMap(foreignInStyle)];
}

/** Addresses on other servers that a style sheet loads. */
export function foreignInStyle(style: string): readonly string[] {
  return [...style.matchAll(IN_STYLE)].map(([, address]) => address ?? '').filter(isForeign);
}
