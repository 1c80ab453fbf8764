import type { JSX, ReactNode } from 'react';

/** The head line: the name, and beside it what the page has to say first. */
export function Header({ children }: { readonly children?: ReactNode }): JSX.Element {
  return (
    <header>
      <h1>
        <span className="mark" aria-hidden="true" />
        Ringside
      </h1>
      {children}
    </header>
  );
}
