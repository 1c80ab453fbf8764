import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The addresses of a host, as the system resolves its name; an address is its own. None where it has none. Never rejects. */
export async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}
