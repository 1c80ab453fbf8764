import { useCallback, useSyncExternalStore } from 'react';
import { type Address, hrefOf, readAddress } from './address.ts';

/** Shows something else: `push` as a step that the browser's back button undoes, `replace` in the place of what is shown, as while typing. */
export type Go = (address: Address, how?: 'push' | 'replace') => void;

/** The page's address, and how to go to another. */
export function useAddress(): readonly [Address, Go] {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const go = useCallback<Go>((address, how = 'push') => {
    const href = hrefOf(address);
    if (how === 'push') location.hash = href;
    else location.replace(href);
  }, []);
  return [readAddress(hash), go];
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
