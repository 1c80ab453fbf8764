/** Stands in every page that publish-docs makes itself, so that a page with the same name made by somebody else can be told apart. */
export const GENERATOR = '<meta name="generator" content="ringside publish-docs">';

/** A page that leads on at once, with the question mark and the anchor of the address kept where scripts run. */
export function redirectPage(target: string): string {
  const href = escapeHtml(target);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moved to ${href}</title>
${GENERATOR}
<meta name="robots" content="noindex">
<link rel="canonical" href="${href}">
<meta http-equiv="refresh" content="0; url=${href}">
<script>location.replace(${escapeScript(target)} + location.search + location.hash)</script>
</head>
<body><p>This page is at <a href="${href}">${href}</a>.</p></body>
</html>
`;
}

/** The colours of the documentation: such a page has no style sheet of a version to ask for. */
const NOT_FOUND_STYLE = [
  ':root{color-scheme:light dark;--paper:#fdfcf8;--ink:#18242f;--line:#dcd8cb;--teal:#0b6b62}',
  '@media(prefers-color-scheme:dark){:root{--paper:#0e151d;--ink:#e6ecf1;--line:#2b3947;--teal:#4fc9b6}}',
  'body{margin:0;background:var(--paper);color:var(--ink);font-family:system-ui,sans-serif;line-height:1.62}',
  'header{padding:1rem 1.5rem;border-bottom:1px solid var(--line)}header a{color:inherit;font-weight:700;text-decoration:none}',
  'main{max-width:40rem;margin:3rem auto;padding:0 1.5rem}h1{line-height:1.15}h2{font-size:1.2rem}main a{color:var(--teal)}',
].join('');

/**
 * What a static host shows for an address that does not exist. It stands at addresses of any depth, so its links begin at the root.
 *
 * @param rootPath where the site begins, with a slash at both ends
 */
export function notFoundPage(rootPath: string, versions: readonly { readonly version: string; readonly title: string }[]): string {
  // The alias has pages that lead on only where a version has them; the search of a version is always there.
  const newest = encodeURIComponent(versions[0]?.version ?? '');
  const items = versions.map(({ version, title }) => `<li><a href="${escapeHtml(`${rootPath}${version}/`)}">${escapeHtml(title)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page not found</title>
${GENERATOR}
<meta name="robots" content="noindex">
<style>${NOT_FOUND_STYLE}</style>
</head>
<body>
<header><a href="${escapeHtml(rootPath)}">Documentation</a></header>
<main>
<h1>There is no page at this address</h1>
<p>It may have moved, or the address has a typing mistake. The latest version begins at its <a href="${escapeHtml(rootPath)}">first page</a>, and has a <a href="${escapeHtml(`${rootPath}${newest}/search`)}">search</a>.</p>
<h2>All versions</h2>
<ul>
${items.join('\n')}
</ul>
</main>
</body>
</html>
`;
}

/** The address under which a static host shows an HTML file: `a/index.html` as `a/`, `a.html` as `a`. */
export function addressOf(file: string): string {
  const plain = file.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '');
  return plain.split('/').map(encodeURIComponent).join('/');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function escapeScript(text: string): string {
  return JSON.stringify(text).replaceAll('<', String.raw`\u003c`);
}
