import { type JSX, useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { type Access, type Refusal, refusalOf } from './access/access.ts';
import { SignIn } from './access/sign-in.tsx';
import { Header } from './shell/header.tsx';
import type { DashboardClient } from './live/client.ts';
import { Watch } from './live/watch.tsx';

/** What {@link App} is made of. */
export interface AppProps {
  readonly connect: (access: Access) => DashboardClient;
  /** Whether nobody on the way can read what the page sends. */
  readonly isPrivate: boolean;
}

/** Access until the sidecar or the reader takes it back. Each attempt is a new one, even with the same token. */
type Standing = { readonly access: Access } | { readonly refusal: Refusal };

/** Signed out where there was a token; as it was where the sidecar asks for none. */
function withoutToken(standing: Standing): Standing {
  return 'access' in standing && standing.access.token !== undefined ? { refusal: 'signed out' } : standing;
}

/** The whole page: the ring while there is access to it, else the form that asks for the token. */
export function App({ connect, isPrivate }: AppProps): JSX.Element {
  const [standing, setStanding] = useState<Standing>({ access: { token: undefined } });
  const onRefused = useCallback((access: Access, wasLetIn: boolean) => setStanding({ refusal: refusalOf(access, wasLetIn) }), []);
  useEffect(() => {
    // A page that is left may be kept whole, for the way back; the token must not be.
    const onLeave = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) flushSync(() => setStanding(withoutToken));
    };
    addEventListener('pagehide', onLeave);
    return () => removeEventListener('pagehide', onLeave);
  }, []);
  if ('access' in standing)
    return (
      <Watch access={standing.access} connect={connect} onRefused={onRefused} onSignOut={() => setStanding({ refusal: 'signed out' })} />
    );
  return (
    <>
      <Header />
      <main>
        <SignIn refusal={standing.refusal} isPrivate={isPrivate} onToken={(token) => setStanding({ access: { token } })} />
      </main>
    </>
  );
}
