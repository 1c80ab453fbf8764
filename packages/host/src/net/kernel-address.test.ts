import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, expect, it } from 'vitest';
import { kernelAddress } from './kernel-address.ts';
import { ownerOf } from './port-owner.ts';

const LOOPBACK_6 = '00000000000000000000000001000000';
const ANY_6 = '0'.repeat(32);
const MAPPED = '0000000000000000FFFF00000100007F';
const DOCUMENTED = 'B80D0120000000000000000001000000';

it.each([
  ['127.0.0.1', '0100007F', true],
  ['127.0.0.1', '0200007F', false],
  ['127.0.0.1', '00000000', true],
  ['127.0.0.1', MAPPED, true],
  ['127.0.0.1', ANY_6, true],
  ['::ffff:127.0.0.1', '0100007F', true],
  ['::ffff:7f00:1', MAPPED, true],
  ['::1', LOOPBACK_6, true],
  ['::1', ANY_6, true],
  ['::1', '00000000', false],
  ['::1', '0100007F', false],
  ['0:0:0:0:0:0:0:1', LOOPBACK_6, true],
  ['2001:db8::1', DOCUMENTED, true],
  ['2001:DB8:0::1', DOCUMENTED, true],
  ['2001:db8::2', DOCUMENTED, false],
  ['fe80::1%eth0', '000080FE000000000000000001000000', true],
  ['0.0.0.0', '0200007F', true],
  ['::', LOOPBACK_6, true],
] as const)('whether connections to %s are taken by a socket on %s: %s', (address, local, expected) => {
  expect(kernelAddress(address, 'LE')?.isTakenBy(local)).toBe(expected);
});

it('reads the tables of a machine with the other order of bytes', () => {
  expect(kernelAddress('127.0.0.1', 'BE')?.isTakenBy('7F000001')).toBe(true);
  expect(kernelAddress('2001:db8::1', 'BE')?.isTakenBy('20010DB8000000000000000000000001')).toBe(true);
});

it.each(['localhost', '', '127.0.0', '1::2::3'])('knows nothing of %j, which is no address', (text) => {
  expect(kernelAddress(text)).toBeUndefined();
});

let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => void (server === undefined ? resolve() : server.close(() => resolve()))));

async function listenOn(host: string): Promise<number> {
  server = createServer();
  await new Promise<void>((resolve) => server?.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

const hasIPv6 = Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));

it.runIf(process.platform === 'linux')('finds the owner of a port by a name of its address (skipped where there is no /proc)', async () => {
  const port = await listenOn('127.0.0.1');
  expect(await ownerOf({ address: 'localhost', port })).toMatchObject({ pid: process.pid });
  expect(await ownerOf({ address: 'no-such-host.invalid', port })).toBeUndefined();
});

it.runIf(process.platform === 'linux' && hasIPv6).each([
  ['::1', '::1'],
  ['::', '::1'],
  ['::', '127.0.0.1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
])('finds the owner of a port on %s by %s (skipped where there is no /proc or no IPv6)', async (host, address) => {
  const port = await listenOn(host);
  expect(await ownerOf({ address, port })).toMatchObject({ pid: process.pid });
});
