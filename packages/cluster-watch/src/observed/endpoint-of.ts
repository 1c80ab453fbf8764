import { formatEndpoint } from '@ringside/model';
import type { NodeStatus } from '@ringside/node-control';

/** A node's endpoint, `address:port`, by its own status; null while it does not know its address yet. */
export function endpointOf({ address, storagePort }: Pick<NodeStatus, 'address' | 'storagePort'>): string | null {
  return address === null || storagePort === null ? null : formatEndpoint({ address, port: storagePort });
}
