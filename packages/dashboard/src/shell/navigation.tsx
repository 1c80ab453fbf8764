import type { JSX } from 'react';
import { type Address, hrefOf, type View, VIEWS } from '../address/address.ts';
import { VIEW_TITLES } from './views.ts';

/** Links to all views, the one that is shown marked. */
export function Navigation({ address }: { readonly address: Address }): JSX.Element {
  return (
    <nav aria-label="Views">
      <ul>
        {VIEWS.map((view) => (
          <li key={view}>
            <a href={hrefOf(linkTo(view, address))} aria-current={view === address.view ? 'page' : undefined}>
              {VIEW_TITLES[view]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The level that the reader chose goes along where something is judged by it; everything else belongs to the view that is left. */
function linkTo(view: View, { consistency }: Address): Address {
  return ['overview', 'ring', 'keyspaces'].includes(view) ? { view, consistency } : { view };
}
