/** Nothing: code is highlighted when the site is built, see `plugins/highlight`. */
export default function prismIncludeLanguages(): void {}
