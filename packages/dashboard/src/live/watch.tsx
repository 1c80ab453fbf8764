import { type JSX, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { OpsError } from '@ringside/core';
import type { ConsistencyLevel } from '@ringside/model';
import type { Access } from '../access/access.ts';
import { Header } from '../header.tsx';
import { Overview } from '../overview.tsx';
import { type DashboardClient, NEEDED_PERMISSIONS } from './client.ts';
import { type Observation, observe } from './observation.ts';
import { useLive } from './use-live.ts';

/** What {@link Watch} asks, and what it reports. */
export interface WatchProps {
  readonly access: Access;
  readonly connect: (access: Access) => DashboardClient;
  /** The sidecar does not let the page in; `wasLetIn` if it did before. */
  readonly onRefused: (access: Access, wasLetIn: boolean) => void;
  readonly onSignOut: () => void;
}

/** The ring as one sidecar sees it, refreshed while it is looked at and there is access to it. */
export function Watch({ access, connect, onRefused, onSignOut }: WatchProps): JSX.Element {
  const [consistency, setConsistency] = useState<ConsistencyLevel>('LOCAL_QUORUM');
  const client = useMemo(() => connect(access), [connect, access]);
  const ask = useCallback((signal: AbortSignal) => observe(client, consistency, signal), [client, consistency]);
  const { value, error, atMs } = useLive(ask);
  const isSignedIn = access.token !== undefined;
  const isRefused = error?.code === 'UNAUTHORIZED';
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isRefused) onRefused(access, value !== undefined);
  }, [isRefused, access, value, onRefused]);
  useEffect(() => {
    if (isSignedIn) main.current?.focus();
  }, [isSignedIn]);
  return (
    <>
      <Header>
        {value === undefined ? null : <Verdict observation={value} stale={error !== undefined} />}
        {isSignedIn ? (
          <button type="button" className="sign-out" onClick={onSignOut}>
            Sign out
          </button>
        ) : null}
      </Header>
      <main ref={main} tabIndex={-1}>
        {error === undefined || isRefused ? null : <Problem error={error} atMs={atMs} />}
        {value === undefined && error === undefined ? <p role="status">Asking the sidecar …</p> : null}
        {value === undefined ? null : <Overview observation={value} consistency={consistency} onConsistency={setConsistency} />}
      </main>
    </>
  );
}

function Verdict({ observation, stale }: { readonly observation: Observation; readonly stale: boolean }): JSX.Element {
  const up = observation.nodes.filter(({ status }) => status === 'Up').length;
  const lost = observation.availability.keyspaces.filter(({ summary }) => summary.unavailable > 0).length;
  const good = up === observation.nodes.length && lost === 0 && !stale;
  return (
    <p className={good ? 'verdict good' : 'verdict bad'} role="status">
      {up} of {observation.nodes.length} nodes up
      {lost === 0 ? '' : `, ${lost} ${lost === 1 ? 'keyspace' : 'keyspaces'} with unavailable ranges`}
      {stale ? ' (last known)' : ''}
    </p>
  );
}

function Problem({ error, atMs }: { readonly error: OpsError; readonly atMs: number | undefined }): JSX.Element {
  return (
    <div className="problem" role="alert">
      <strong>{error.message}</strong> <span>{error.remedy}</span>
      {error.code === 'FORBIDDEN' ? <span> This page needs {NEEDED_PERMISSIONS.join(' and ')}.</span> : null}
      {atMs === undefined ? null : <span className="quiet"> Shown is what was seen at {new Date(atMs).toLocaleTimeString()}.</span>}
    </div>
  );
}
