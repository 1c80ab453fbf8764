import { type Clock, errors } from '@ringside/core';
import { type ClusterWatch, watchCluster } from '../cluster-watch.ts';
import type { CqlPlace, CqlTls } from '../cql-pulse.ts';
import type { OwnNode } from '../own-nodes.ts';
import type { PeerAccess, PeerTls } from '../peer-clients.ts';
import { endpointOf } from './endpoint-of.ts';
import { type ObservedNode, readView } from './view.ts';

/** What of a sidecar's settings says how a cluster is watched. */
export interface WatchSettings {
  /** Whether it is watched at all, and base URLs of sidecars that are known beforehand. */
  readonly peers: {
    /** False learns nothing from other sidecars. */
    readonly watch: boolean;
    /** Base URLs that are known beforehand. */
    readonly sidecars: readonly string[];
  };
  /** How this sidecar listens: its certificate is what it shows to others, too. */
  readonly tls: (PeerTls & { readonly reread?: () => Promise<PeerTls> }) | undefined;
  /** The token that it asks for, and shows to others. */
  readonly token: string | undefined;
}

/** A node that is watched. */
export interface WatchedInstance extends ObservedNode, CqlPlace {
  /** How its CQL is encrypted; `undefined` where it is not. */
  readonly cqlTls: CqlTls | undefined;
  /** Which transports answer for it; `virtual-tables` has no management interface. */
  readonly controlledBy: string;
}

/** What {@link watchNodes} works with. */
export interface WatchParts {
  /** For pauses and ages. */
  readonly clock: Clock;
  /** The nodes beside the sidecar. */
  readonly instances: readonly WatchedInstance[];
  /** Scheme and port that it listens on, and peers' sidecars are expected to. */
  readonly listening: PeerAccess['listening'];
}

/** Watches the nodes of a sidecar, and listens to those of others. */
export function watchNodes({ peers, tls, token }: WatchSettings, parts: WatchParts): ClusterWatch {
  const readTls = tls && (async () => (await tls.reread?.()) ?? tls);
  const access = { listening: parts.listening, sidecars: peers.sidecars, token, readTls };
  return watchCluster({ clock: parts.clock, nodes: parts.instances.map((instance) => ownNode(instance)), access });
}

function ownNode(instance: WatchedInstance): OwnNode {
  const { host, port, cqlTls: tls, reads, controlledBy } = instance;
  return {
    host,
    port,
    tls,
    askControl: controlledBy === 'virtual-tables' ? undefined : () => reads.status(),
    members: async () => (await readView(instance)).endpoints,
    async endpoint() {
      const endpoint = endpointOf(await reads.status());
      if (endpoint !== null) return endpoint;
      throw errors.UNAVAILABLE({ message: `The node at ${host} does not know its address yet` });
    },
  };
}
