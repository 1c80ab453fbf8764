import type { CallOptions } from './call-options.ts';
import type { NodeStatus } from './lifecycle.ts';

/** Who a node is: the part of its status that stays the same while its process runs, but for the tokens that it gets when it joins. */
export type NodeIdentity = Pick<NodeStatus, 'releaseVersion' | 'clusterName' | 'partitioner' | 'datacenter' | 'rack' | 'hostId' | 'tokens'>;

/** Who a node says that it is. */
export interface NodeIdentification {
  /** As `status()` tells it, without anything of its peers. */
  identity(options?: CallOptions): Promise<NodeIdentity>;
}
