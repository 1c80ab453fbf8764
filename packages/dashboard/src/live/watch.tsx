import { type JSX, useEffect, useMemo, useRef } from 'react';
import { systemClock } from '@ringside/core';
import type { Access } from '../access/access.ts';
import { Shell } from '../shell/shell.tsx';
import type { DashboardClient } from './client.ts';
import { createNewsLine } from './news-line.ts';
import { type LiveSidecar, SidecarContext } from './sidecar.ts';

/** What {@link Watch} asks, and what it reports. */
export interface WatchProps {
  readonly access: Access;
  readonly connect: (access: Access) => DashboardClient;
  /** The sidecar does not let the page in; `wasLetIn` if it did before. */
  readonly onRefused: (access: Access, wasLetIn: boolean) => void;
  readonly onSignOut: () => void;
}

/** The views over one sidecar, live while there is access to it. */
export function Watch({ access, connect, onRefused, onSignOut }: WatchProps): JSX.Element {
  const wasLetIn = useRef(false);
  const sidecar = useMemo<LiveSidecar>(() => {
    const client = connect(access);
    return {
      client,
      news: createNewsLine(client, systemClock),
      onAnswer: () => {
        wasLetIn.current = true;
      },
      onRefused: () => onRefused(access, wasLetIn.current),
    };
  }, [connect, access, onRefused]);
  useEffect(() => {
    const stopped = new AbortController();
    void sidecar.news.run(stopped.signal);
    return () => stopped.abort();
  }, [sidecar]);
  return (
    <SidecarContext value={sidecar}>
      <Shell isSignedIn={access.token !== undefined} onSignOut={onSignOut} />
    </SidecarContext>
  );
}
