import type { NodeEntry, NodesAnswer, SidecarClient } from '@ringside/api';
import { type AskBounds, type Judged, newsEvents, orRelayed, readMergedView, topologyOf } from '@ringside/cluster-watch';
import { formatEndpoint } from '@ringside/model';
import type { RingEndpoint } from '@ringside/node-control';
import { ownership } from '@ringside/ring';
import type { CassandraInstance } from '../instance/instance.ts';
import type { Handlers, Services } from './context.ts';

/** Every node once, in order of datacenter, rack and address. */
export function nodesHandlers({ clock, instances, listening, watch }: Services): Handlers<'nodes' | 'observationEvents' | 'observations'> {
  return {
    nodes: async ({ instance, params: { alone = false }, signal }) => {
      const ask = (peer: SidecarClient, bounds: AskBounds): Promise<NodesAnswer> => peer.nodes({ alone: true }, bounds);
      return { body: await orRelayed(() => ownAnswer(instance), { alone, watch, ask, clock, signal }) };
    },
    observations: async ({ params: { after, waitMs = 0 }, signal }) => ({ body: await watch.news(after, waitMs, signal) }),
    observationEvents: async ({ signal }) => ({ events: newsEvents(watch, clock, signal) }),
  };

  async function ownAnswer(instance: CassandraInstance): Promise<NodesAnswer> {
    const [{ endpoints }, phi] = await Promise.all([readMergedView(instance, instances), suspicions(instance.reads.phi())]);
    const owned = ownership(topologyOf(endpoints));
    const { scheme, port } = listening();
    const nodes = watch.judged(endpoints).map((endpoint) => {
      const id = formatEndpoint(endpoint);
      return nodeEntry(endpoint, {
        owns: owned.get(id) ?? null,
        phi: phi[id] ?? null,
        sidecarUrl: `${scheme}://${formatEndpoint({ address: endpoint.address, port })}`,
      });
    });
    return { nodes: nodes.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)) };
  }
}

/** φ of the asked node; none if it does not answer while another instance does. */
async function suspicions(read: Promise<Readonly<Record<string, number>>>): Promise<Readonly<Record<string, number>>> {
  return read.catch(() => ({}));
}

function nodeEntry(endpoint: Judged<RingEndpoint>, rest: Pick<NodeEntry, 'owns' | 'phi' | 'sidecarUrl'>): NodeEntry {
  const { hostId, address, port, nativeAddress, nativePort, datacenter, rack, status, state, load, loadBytes } = endpoint;
  const { tokens, releaseVersion, schemaVersion } = endpoint;
  const { state: verdict, sentence, evidence } = endpoint.verdict;
  const place = { hostId, address, port, nativeAddress, nativePort, datacenter, rack };
  return {
    ...place,
    status,
    state,
    load,
    loadBytes,
    tokens: tokens.length,
    releaseVersion,
    schemaVersion,
    ...rest,
    verdict: { state: verdict, sentence, evidence },
  };
}

function placeOf({ datacenter, rack, address, port }: NodeEntry): string {
  const numbered = address.replaceAll(/\d+/g, (digits) => digits.padStart(3, '0'));
  return [datacenter ?? '', rack ?? '', numbered, port].join(' ');
}
