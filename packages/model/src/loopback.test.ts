import fc from 'fast-check';
import { BlockList, isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isLoopbackHost } from './loopback.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** What Node itself says. */
function byNode(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

const near = fc.oneof(
  fc.ipV4().map((text) => text.replace(/^\d+/, '127')),
  fc.ipV4().map((text) => `::ffff:${text.replace(/^\d+/, '127')}`),
  fc.stringMatching(/^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/),
  fc.stringMatching(/^(0{1,4}:){0,7}:?0{0,3}1$/),
  fc.stringMatching(/^[0-9a-f:.]{1,12}$/),
);

describe('isLoopbackAddress()', () => {
  it('agrees with Node about any address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), near, fc.string()), (address) => {
        fc.pre(!address.includes('%'));
        expect([address, isLoopbackAddress(address)]).toEqual([address, byNode(address)]);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['127.0.0.1', '127.255.255.255', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'])('is true for %s', (address) => {
    expect(isLoopbackAddress(address)).toBe(true);
  });

  it.each(['', 'localhost', '[::1]', '127.1', '127.0.0.256', '127.0.0.01', '128.0.0.1', '::', '::2', '127.0.0.1.example.org', '::1/x'])(
    'is false for %j',
    (address) => {
      expect(isLoopbackAddress(address)).toBe(false);
    },
  );
});

describe('isLoopbackHost()', () => {
  it('knows localhost and brackets, and no other name', () => {
    for (const host of ['localhost', 'LocalHost', '[::1]', '127.0.0.1']) expect([host, isLoopbackHost(host)]).toEqual([host, true]);
    for (const host of ['localhost.example.org', '[::2]', '10.0.0.1', '']) expect([host, isLoopbackHost(host)]).toEqual([host, false]);
  });
});
