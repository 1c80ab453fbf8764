import { type ClusterWatch, type OwnNode, type PeerAccess, watchCluster } from '@ringside/cluster-watch';
import { type Clock, errors } from '@ringside/core';
import { formatEndpoint } from '@ringside/model';
import type { SidecarSettings } from '../config/settings.ts';
import type { CassandraInstance } from '../instance/instance.ts';
import { readView } from './view.ts';

/** What of the settings says how a cluster is watched. */
export type WatchSettings = Pick<SidecarSettings, 'peers' | 'tls' | 'token'>;

/** Watches the nodes of a sidecar, and listens to those of others. */
export function watchNodes(
  { peers, tls, token }: WatchSettings,
  parts: { readonly clock: Clock; readonly instances: readonly CassandraInstance[]; readonly listening: PeerAccess['listening'] },
): ClusterWatch {
  const readTls = tls && (async () => (await tls.reread?.()) ?? tls);
  const access = { listening: parts.listening, sidecars: peers.sidecars, token, readTls };
  return watchCluster({ clock: parts.clock, nodes: parts.instances.map((instance) => ownNode(instance)), access });
}

function ownNode(instance: CassandraInstance): OwnNode {
  const { host, port, cqlTls: tls, reads, controlledBy } = instance;
  return {
    host,
    port,
    tls,
    askControl: controlledBy === 'virtual-tables' ? undefined : () => reads.status(),
    members: async () => (await readView(instance)).endpoints,
    async endpoint() {
      const { address, storagePort } = await reads.status();
      if (address !== null && storagePort !== null) return formatEndpoint({ address, port: storagePort });
      throw errors.UNAVAILABLE({ message: `The node at ${host} does not know its address yet` });
    },
  };
}
