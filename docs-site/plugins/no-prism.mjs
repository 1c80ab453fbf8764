/** What the theme imports of `prism-react-renderer`: see `no-highlighter.ts`. */
export const Prism = {};
export const themes = {};
