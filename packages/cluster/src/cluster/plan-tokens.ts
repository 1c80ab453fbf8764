import { evenTokens } from '@ringside/ring';

/** Where a node stands. */
interface Place {
  readonly datacenter: string;
  readonly rack: string;
}

/** How far the tokens of two datacenters stand apart. */
const DATACENTER_STEP = 100n;

/**
 * Tokens for the nodes of a new ring: evenly spaced within each datacenter, the datacenters slightly apart, because no two nodes may
 * share a token. With vnodes the nodes of a datacenter take turns.
 *
 * @param places the nodes in the order in which they shall follow each other
 * @returns decimal tokens, per node
 */
export function planTokens(places: readonly Place[], numTokens: number): readonly (readonly string[])[] {
  const datacenters = [...new Set(places.map(({ datacenter }) => datacenter))];
  return places.map((place) => {
    const peers = places.filter(({ datacenter }) => datacenter === place.datacenter);
    // One past the smallest token, which Cassandra does not let a node own.
    const offset = BigInt(datacenters.indexOf(place.datacenter)) * DATACENTER_STEP + 1n;
    const tokens = evenTokens(peers.length * numTokens, offset);
    return tokens.filter((_, slot) => slot % peers.length === peers.indexOf(place)).map(String);
  });
}
