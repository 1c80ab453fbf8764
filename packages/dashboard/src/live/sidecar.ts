import { createContext, useContext, useSyncExternalStore } from 'react';
import type { DashboardClient } from './client.ts';
import type { LineState, NewsLine } from './news-line.ts';

/** The sidecar, as views ask it. */
export interface LiveSidecar {
  readonly client: DashboardClient;
  readonly news: NewsLine;
  /** Told of the first answer: the sidecar lets the page in. */
  readonly onAnswer: () => void;
  /** Told that it does not, or no longer. */
  readonly onRefused: () => void;
}

/** Where the views find it. */
export const SidecarContext: React.Context<LiveSidecar | undefined> = createContext<LiveSidecar | undefined>(undefined);

/** @throws Error outside of a {@link SidecarContext} */
export function useSidecar(): LiveSidecar {
  const sidecar = useContext(SidecarContext);
  if (sidecar === undefined) throw new Error('There is no sidecar around this view');
  return sidecar;
}

/** How it stands with the sidecar's events now. */
export function useLineState(news: NewsLine): LineState {
  return useSyncExternalStore(news.subscribe, () => news.state);
}
