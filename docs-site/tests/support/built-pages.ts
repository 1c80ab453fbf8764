import { builtFiles } from './site.ts';

/** Pages of the theme: what is not found, and the search. Nobody writes them. */
const THEME = new Set(['404', 'search']);

/** A page of the build. */
export interface BuiltPage {
  /** Its address below the site, such as `/learn/gossip`. */
  readonly path: string;
  /** The name of what is kept of it, such as `learn/gossip`. */
  readonly name: string;
  /** Written by hand, generated from the code, or the theme's own. */
  readonly kind: 'written' | 'generated' | 'theme';
}

function kindOf(name: string): BuiltPage['kind'] {
  if (THEME.has(name)) return 'theme';
  return name.startsWith('reference/') ? 'generated' : 'written';
}

/** Every page of the build. */
export async function builtPages(): Promise<readonly BuiltPage[]> {
  const names = (await builtFiles('.html')).map((file) => file.replace(/\.html$/, ''));
  return names.map((name) => ({ path: name === 'index' ? '/' : `/${name}`, name, kind: kindOf(name) }));
}
