import { portsFor } from '@ringside/cluster';
import { assertPortsFree } from '@ringside/host';

const FIRST_PORT_BASE = 24_600;
const LAST_PORT_BASE = 60_000;

/**
 * A port base of which no node of a ring has a port yet.
 *
 * @param nodes how many nodes the ring has
 * @param first the lowest base to try
 */
export async function freePortBase(nodes: number, first: number = FIRST_PORT_BASE): Promise<number> {
  const addresses = Array.from({ length: nodes }, (_, index) => `127.0.0.${index + 1}`);
  for (let base = first; base < LAST_PORT_BASE; base += 100) {
    const places = addresses.flatMap((address) =>
      Object.values(portsFor(base)).map((port) => ({ address, port, purpose: 'the benchmark' })),
    );
    const isFree = await assertPortsFree(places).then(
      () => true,
      () => false,
    );
    if (isFree) return base;
  }
  throw new Error('There is no free block of ports.');
}
