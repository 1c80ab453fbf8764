import type { NodeEntry } from '@ringside/api';
import { type ClusterWatch, readMergedView, topologyOf } from '@ringside/cluster-watch';
import { formatEndpoint } from '@ringside/model';
import { ownership } from '@ringside/ring';
import type { JudgedNode } from '../node.ts';
import type { Holding } from './capacity-answer.ts';

/** What every node holds, as the own one sees it, in order of datacenter, rack and address. */
export async function ownHoldings(
  instance: JudgedNode,
  instances: readonly JudgedNode[],
  watch: Pick<ClusterWatch, 'judged'>,
): Promise<readonly Holding[]> {
  const { endpoints } = await readMergedView(instance, instances);
  const owned = ownership(topologyOf(endpoints));
  const holdings = watch.judged(endpoints).map((each): Holding => {
    const { datacenter, rack, loadBytes, tokens, status } = each;
    const endpoint = formatEndpoint(each);
    return { endpoint, datacenter, rack, isUp: status === 'Up', loadBytes, tokens: tokens.length, owns: owned.get(endpoint) ?? null };
  });
  return holdings.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** The same from what another sidecar answers. */
export function holdingOf(node: NodeEntry): Holding {
  const { datacenter, rack, status, loadBytes, tokens, owns } = node;
  return { endpoint: formatEndpoint(node), datacenter, rack, isUp: status === 'Up', loadBytes, tokens, owns };
}

/** What orders nodes: datacenter, rack, address. */
export function placeOf({ datacenter, rack, endpoint }: Pick<Holding, 'datacenter' | 'rack' | 'endpoint'>): string {
  const numbered = endpoint.replaceAll(/\d+/g, (digits) => digits.padStart(5, '0'));
  return [datacenter ?? '', rack ?? '', numbered].join(' ');
}
