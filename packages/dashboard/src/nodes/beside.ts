import type { Node } from '../live/observation.ts';

/**
 * The node beside the sidecar that served the page: the page asks no other sidecar, and a node's files, clients and work only its own one sees.
 *
 * @returns undefined where the address of the page does not tell, as behind a proxy, and several nodes could be it
 */
export function nodeBeside(nodes: readonly Node[], origin: string = globalThis.location?.origin ?? ''): Node | undefined {
  const byAddress = nodes.find(({ sidecarUrl }) => sidecarUrl === origin);
  // A node suspects every other one a little, and has no suspicion of itself.
  const unsuspected = nodes.filter(({ phi }) => phi === null);
  return byAddress ?? (unsuspected.length === 1 ? unsuspected[0] : undefined);
}
