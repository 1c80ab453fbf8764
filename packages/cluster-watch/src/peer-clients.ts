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
  /**
   * Base URLs of sidecars that are known beforehand: asked for the members while no node answers. Each is asked which node's it is, and is that node's from
   * then on; until it says so, the only one at a node's address is.
   */
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
  /** A client of the sidecar that is called like that node. */
  of(member: Pick<Member, 'address' | 'port'>): SidecarClient;
  /** Clients of the sidecars that are known beforehand, but for those that are called `self`. */
  known(self: string | undefined): readonly SidecarClient[];
  /** Asks sidecars that are known beforehand and have not said yet which node's they are. Never rejects. */
  meet(bounds: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void>;
  /** Another sidecar answered in the place of that node's: those known beforehand are asked anew. */
  mistook(node: string): void;
  /** Forgets clients of nodes that are no members any more. */
  keepOnly(members: Iterable<Pick<Member, 'address' | 'port'>>): void;
}

const TLS_KEPT_MS = 60_000;

/** Makes {@link PeerClients}. Nothing is sent to an address that neither the ring nor the configuration names, and no token without TLS but on loopback. */
export function createPeerClients({ listening, sidecars, token, readTls, fetch: given }: PeerAccess, clock: Clock): PeerClients {
  const clients = new Map<string, SidecarClient>();
  const met = new Map<string, string>();
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
  const urlOf = ({ address, port: storagePort }: Pick<Member, 'address' | 'port'>): string => {
    const said = [...met].find(([, observer]) => observer === formatEndpoint({ address, port: storagePort }))?.[0];
    const { scheme, port } = listening();
    return said ?? onlyOneAt(address) ?? `${scheme}://${formatEndpoint({ address, port })}`;
  };
  const onlyOneAt = (address: string): string | undefined => {
    const [url, ...others] = sidecars.filter((each) => hostOf(each) === address && !met.has(each));
    return others.length === 0 ? url : undefined;
  };
  return {
    of: (member) => clientOf(urlOf(member)),
    known: (self) => sidecars.filter((url) => self === undefined || met.get(url) !== self).map((url) => clientOf(url)),
    async meet(bounds) {
      const unmet = sidecars.filter((url) => !met.has(url));
      await Promise.all(
        unmet.map(async (url) => {
          const answer = await clientOf(url)
            .observations({ waitMs: 0 }, bounds)
            .catch(() => undefined);
          if (typeof answer?.observer === 'string') met.set(url, answer.observer);
        }),
      );
    },
    mistook(node) {
      for (const [url, observer] of met) if (observer === node) met.delete(url);
    },
    keepOnly(members) {
      const urls = new Set([...sidecars, ...Array.from(members, (member) => urlOf(member))]);
      for (const url of clients.keys()) if (!urls.has(url)) clients.delete(url);
    },
  };
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * A `fetch` with the certificates of now, which are read again once a minute while they are used. Those that cannot be read now are tried again by the
 * next request, which goes on with the former ones where there are some.
 */
function renewedFetch(readTls: PeerAccess['readTls'], clock: Clock): LeanFetch {
  if (readTls === undefined) return createLeanFetch();
  let former: LeanFetch | undefined;
  let renewal: { readonly fetch: Promise<LeanFetch>; readonly untilMs: number } | undefined;
  const renew = async (): Promise<LeanFetch> => {
    try {
      former = createLeanFetch({ tls: { https, ...(await readTls()) } });
      return former;
    } catch (thrown) {
      renewal = undefined;
      if (former !== undefined) return former;
      throw thrown;
    }
  };
  return async (url, init) => {
    if (renewal === undefined || renewal.untilMs < clock.monotonicMs())
      renewal = { fetch: renew(), untilMs: clock.monotonicMs() + TLS_KEPT_MS };
    return (await renewal.fetch)(url, init);
  };
}
