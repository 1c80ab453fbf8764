import https from 'node:https';
import { createSidecarClient, type SidecarClient } from '@ringside/api';
import type { Clock } from '@ringside/core';
import { createLeanFetch, type LeanFetch, type TlsOptions } from '@ringside/host';
import { formatEndpoint, isLoopbackHost } from '@ringside/model';
import type { Member } from './members.ts';

/** Whom to trust, and the own certificate with its key; PEM. */
export type PeerTls = Pick<TlsOptions, 'ca' | 'certificate' | 'key'>;

/** How sidecars of other nodes are reached. */
export interface PeerAccess {
  /** Where the sidecar of an address listens, unless `sidecars` names one there: as this one does. */
  readonly listening: () => { readonly scheme: 'http' | 'https'; readonly port: number };
  /** Base URLs of sidecars that are known beforehand: asked for the members while no node answers; one at a node's address is that node's. */
  readonly sidecars: readonly string[];
  /** The token that they ask for: of this sidecar, since all of a cluster have the same. */
  readonly token: string | undefined;
  /** Whom to trust, and who this sidecar is; read again now and then, since certificates are renewed. `undefined` for plain HTTP. */
  readonly readTls: (() => Promise<PeerTls>) | undefined;
  /** What sends requests in place of the network; for tests. */
  readonly fetch?: LeanFetch;
}

/** Clients of the sidecars of other nodes. */
export interface PeerClients {
  /** A client of the sidecar of a node. */
  of(member: Pick<Member, 'address'>): SidecarClient;
  /** Clients of the sidecars that are known beforehand. */
  known(): readonly SidecarClient[];
}

const TLS_KEPT_MS = 60_000;

/** Makes {@link PeerClients}. Nothing is sent to an address that neither the ring nor the configuration names, and no token without TLS but on loopback. */
export function createPeerClients({ listening, sidecars, token, readTls, fetch: given }: PeerAccess, clock: Clock): PeerClients {
  const clients = new Map<string, SidecarClient>();
  const named = new Map(sidecars.map((url) => [hostOf(url), url]));
  const fetch = given ?? renewedFetch(readTls, clock);
  const clientOf = (baseUrl: string): SidecarClient => {
    const known = clients.get(baseUrl);
    if (known !== undefined) return known;
    const isSecret = baseUrl.startsWith('https:') || isLoopbackHost(new URL(baseUrl).hostname);
    const headers: Readonly<Record<string, string>> = token === undefined || !isSecret ? {} : { authorization: `Bearer ${token}` };
    const made = createSidecarClient({ baseUrl, fetch, headers });
    clients.set(baseUrl, made);
    return made;
  };
  return {
    of({ address }) {
      const { scheme, port } = listening();
      return clientOf(named.get(address) ?? `${scheme}://${formatEndpoint({ address, port })}`);
    },
    known: () => sidecars.map((url) => clientOf(url)),
  };
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}

/** A `fetch` with the certificates of now, which are read again once a minute while they are used. */
function renewedFetch(readTls: PeerAccess['readTls'], clock: Clock): LeanFetch {
  if (readTls === undefined) return createLeanFetch();
  let made: { readonly fetch: Promise<LeanFetch>; readonly untilMs: number } | undefined;
  return async (url, init) => {
    if (made === undefined || made.untilMs < clock.monotonicMs()) {
      const fetch = readTls().then((tls) => createLeanFetch({ tls: { https, ...tls } }));
      made = { fetch, untilMs: clock.monotonicMs() + TLS_KEPT_MS };
    }
    return (await made.fetch)(url, init);
  };
}
