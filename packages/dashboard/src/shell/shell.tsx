import { type JSX, useEffect, useMemo, useRef } from 'react';
import type { ConsistencyLevel } from '@ringside/model';
import type { Address } from '../address/address.ts';
import { useAddress } from '../address/use-address.ts';
import { clusterSource } from '../live/observation.ts';
import { useLineState, useSidecar } from '../live/sidecar.ts';
import { useLive } from '../live/use-live.ts';
import { type Health, healthOf } from '../overview/health.ts';
import { LoadedView } from '../parts/loaded.tsx';
import { CommandLine } from './command-line.tsx';
import { commandOf } from './command.ts';
import { Header } from './header.tsx';
import { Navigation } from './navigation.tsx';
import { titleOf } from './views.ts';
import { isOfCluster, ViewOf } from './view-of.tsx';

/** What {@link Shell} shows and reports. */
export interface ShellProps {
  readonly isSignedIn: boolean;
  readonly onSignOut: () => void;
}

/** What is around every view: the verdict in a line, the way to the others, the command that gives the same, and whether news come. */
export function Shell({ isSignedIn, onSignOut }: ShellProps): JSX.Element {
  const [address, go] = useAddress();
  const consistency: ConsistencyLevel = address.consistency ?? 'LOCAL_QUORUM';
  const source = useMemo(() => clusterSource(consistency), [consistency]);
  const live = useLive(source);
  const main = useFocus(address, isSignedIn);
  return (
    <>
      <a className="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the content
      </a>
      <Header>
        {live.value === undefined ? null : <Verdict health={healthOf(live.value)} stale={live.error !== undefined} />}
        <LineSign />
        {isSignedIn ? (
          <button type="button" className="sign-out" onClick={onSignOut}>
            Sign out
          </button>
        ) : null}
      </Header>
      <div className="columns">
        <Navigation address={address} />
        <main ref={main} id="main" tabIndex={-1} className={address.view}>
          <CommandLine command={commandOf(address, location.origin)} />
          {isOfCluster(address.view) ? (
            <LoadedView live={live} needs={source.needs} what="the cluster">
              {(observation) => <ViewOf address={address} observation={observation} go={go} />}
            </LoadedView>
          ) : (
            <ViewOf address={address} observation={live.value} go={go} />
          )}
        </main>
      </div>
    </>
  );
}

/** Puts the keyboard where a new view begins, and its name on the tab. */
function useFocus(address: Address, isSignedIn: boolean): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null);
  const place = `${address.view} ${address.node ?? ''}`;
  const before = useRef(isSignedIn ? '' : place);
  const title = titleOf(address);
  useEffect(() => {
    if (before.current !== place) main.current?.focus();
    before.current = place;
  }, [place]);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return main;
}

function Verdict({ health: { tone, sentence }, stale }: { readonly health: Health; readonly stale: boolean }): JSX.Element {
  return (
    <p className={`verdict ${stale ? 'bad' : tone}`} role="status">
      {sentence}
      {stale ? ' (last known)' : ''}
    </p>
  );
}

const SIGNS = { trying: 'connecting …', connected: 'live', lost: 'connection lost, trying again' } as const;

function LineSign(): JSX.Element {
  const state = useLineState(useSidecar().news);
  return (
    <span className={`line-sign ${state}`}>
      <span aria-hidden="true">{state === 'connected' ? '●' : '○'}</span> {SIGNS[state]}
    </span>
  );
}
