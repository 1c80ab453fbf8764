import { describe, expect, test } from 'vitest';
import type { ConnectedClient } from '../roles/clients.ts';
import type { NodeControlSubject } from './subject.ts';

/** A driver connects to a node when it has something to ask there, and some seconds later where a test before this one closed the CQL port. */
const RECONNECTION = { timeout: 30_000, interval: 500 };

/** What a node must tell of its clients. */
export function clientsContract(subject: () => NodeControlSubject): void {
  describe('clients', () => {
    test('connectedClients() has each connection once, by address and port, with the protocol that it speaks', async () => {
      const clients = await clientsOf(subject());
      expect(new Set(clients.map(({ address, port }) => `${address} ${port}`)).size).toBe(clients.length);
      for (const { address, port, protocolVersion, requestCount } of clients) {
        expect(address).toMatch(/^[\d.]+$|:/);
        expect([port > 0, protocolVersion >= 3, requestCount >= 0]).toEqual([true, true, true]);
      }
    });

    test('connectedClients() tells a client of this test by what its driver says of itself', async () => {
      const named = (await clientsOf(subject())).filter(({ driverName }) => driverName !== null);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter(({ username, tls }) => username !== 'anonymous' || tls !== null)).toEqual([]);
    });
  });
}

/** The clients of a node to which a driver has just written. */
async function clientsOf({ control, writeRow }: NodeControlSubject): Promise<readonly ConnectedClient[]> {
  let clients: readonly ConnectedClient[] = [];
  const look = async (): Promise<number> => {
    await writeRow();
    clients = await control.connectedClients();
    return clients.filter(({ driverName }) => driverName !== null).length;
  };
  await expect.poll(look, RECONNECTION).toBeGreaterThan(0);
  return clients;
}
