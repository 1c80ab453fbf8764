import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

/** What a node must tell of its clients. */
export function clientsContract(subject: () => NodeControlSubject): void {
  describe('clients', () => {
    test('connectedClients() has each connection once, by address and port, with the protocol that it speaks', async () => {
      const { control } = subject();
      const clients = await control.connectedClients();
      expect(clients.length).toBeGreaterThan(0);
      expect(new Set(clients.map(({ address, port }) => `${address} ${port}`)).size).toBe(clients.length);
      for (const { address, port, protocolVersion, requestCount } of clients) {
        expect(address).toMatch(/^[\d.]+$|:/);
        expect([port > 0, protocolVersion >= 3, requestCount >= 0]).toEqual([true, true, true]);
      }
    });

    test('connectedClients() tells a client of this test by what its driver says of itself', async () => {
      const { control } = subject();
      const named = (await control.connectedClients()).filter(({ driverName }) => driverName !== null);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter(({ username, tls }) => username !== 'anonymous' || tls !== null)).toEqual([]);
    });
  });
}
