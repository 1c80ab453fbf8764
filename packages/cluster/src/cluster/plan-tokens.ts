/** Where a node stands. */
interface Place {
  readonly datacenter: string;
  readonly rack: string;
}

const RING = 2n ** 64n;
const MIN = -(2n ** 63n);

/**
 * Tokens for the nodes of a new ring: evenly spaced within each datacenter, the datacenters slightly apart, because no two nodes may
 * share a token. With vnodes the tokens of the nodes of a datacenter take turns.
 *
 * @param places the nodes in the order in which they shall follow each other
 * @returns decimal tokens, per node
 */
export function planTokens(places: readonly Place[], numTokens: number): readonly (readonly string[])[] {
  const datacenters = [...new Set(places.map(({ datacenter }) => datacenter))];
  return places.map((place) => {
    const peers = places.filter(({ datacenter }) => datacenter === place.datacenter);
    const slots = BigInt(peers.length * numTokens);
    const offset = BigInt(datacenters.indexOf(place.datacenter) * 100 + 1);
    const first = peers.indexOf(place);
    return Array.from({ length: numTokens }, (_, turn) => {
      const slot = BigInt(turn * peers.length + first);
      return String(MIN + (RING * slot) / slots + offset);
    });
  });
}
