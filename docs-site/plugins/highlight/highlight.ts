import Prism from 'prismjs';
import loadLanguages from 'prismjs/components/index.js';

loadLanguages(['bash', 'http', 'javascript', 'json', 'sql', 'typescript', 'yaml']);

/** Code as HTML, its words marked by classes (`token keyword`); a language that the highlighter does not know stays plain. */
export function highlight(code: string, language: string): string {
  const grammar = Prism.languages[language];
  return grammar === undefined ? escapeHtml(code) : Prism.highlight(code, grammar, language);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
