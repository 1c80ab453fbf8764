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

/**
 * What a static host shows for an address that does not exist. It stands at addresses of any depth, so its links begin at the root.
 *
 * @param rootPath where the site begins, with a slash at both ends
 */
export function notFoundPage(rootPath: string, versions: readonly { readonly version: string; readonly title: string }[]): string {
  const items = versions.map(({ version, title }) => `<li><a href="${escapeHtml(`${rootPath}${version}/`)}">${escapeHtml(title)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page not found</title>
${GENERATOR}
<meta name="robots" content="noindex">
<style>:root{color-scheme:light dark}body{font-family:system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem;line-height:1.6}</style>
</head>
<body>
<main>
<h1>There is no page at this address</h1>
<p>The documentation of each version begins here:</p>
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
