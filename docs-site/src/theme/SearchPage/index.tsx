import type { ReactNode } from 'react';
import { useEffect } from 'react';
import SearchPage from '@theme-original/SearchPage';

/**
 * The search page of the plug-in has no main landmark and its markup cannot be wrapped from outside, so the element that
 * holds its content is given the role once it is there.
 */
export default function SearchPageWithLandmark(): ReactNode {
  useEffect(() => {
    document.querySelector('.main-wrapper')?.setAttribute('role', 'main');
    return () => document.querySelector('.main-wrapper')?.removeAttribute('role');
  }, []);
  return <SearchPage />;
}
