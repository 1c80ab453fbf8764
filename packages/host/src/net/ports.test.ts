import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listeningInodes, listensOn, ownerInList, ownerOf, portHolder } from './port-owner.ts';
import { assertPortsFree, canListen, freePort, isPortOpen, probePort } from './ports.ts';

const server = createServer();
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function listen(address: string): Promise<{ address: string; port: number }> {
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return { address, port: (server.address() as AddressInfo).port };
}

test('a port that somebody listens on is refused, naming the program and its process', async () => {
  const place = await listen('127.0.0.1');
  await expect(assertPortsFree([place])).rejects.toMatchObject({
    code: 'ADDRESS_IN_USE',
    message: expect.stringContaining(process.platform === 'linux' ? `(pid ${process.pid})` : 'in use'),
  });
});

test('the same port on another loopback address is free', async () => {
  const { port } = await listen('127.0.0.1');
  expect(await canListen({ address: '127.0.0.9', port })).toBe(true);
  await expect(assertPortsFree([{ address: '127.0.0.9', port }])).resolves.toBeUndefined();
});

test('an address that this machine does not have is no port in use: the error says how to add it', async () => {
  // One of the addresses that documentation may use (RFC 5737) and no machine has.
  await expect(assertPortsFree([{ address: '192.0.2.7', port: 9042 }])).rejects.toMatchObject({
    code: 'ADDRESS_MISSING',
    message: '192.0.2.7 is not an address of this machine',
    remedy: expect.stringMatching(/sudo .* 192\.0\.2\.7/),
  });
});

test.runIf(process.platform === 'linux')('nobody owns a port that nobody listens on (skipped where there is no /proc)', async () => {
  const place = await listen('127.0.0.1');
  await new Promise((resolve) => server.close(resolve));
  expect(await ownerOf(place)).toBeUndefined();
});

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2352 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0 100 0 0 10 0
   1: 00000000:2352 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1 0 100 0 0 10 0
   2: 0200007F:2352 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0 100 0 0 10 0
   3: 0100007F:2352 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 444 1 0 100 0 0 10 0
   4: 0000000000000000FFFF00000100007F:2352 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 555 1 0`;

test('the kernel table names listeners on the address itself and on every address, and nobody else', () => {
  expect(listeningInodes(TABLE, { address: '127.0.0.1', port: 9042 })).toEqual(['111', '222', '555']);
  expect(listeningInodes(TABLE, { address: '127.0.0.1', port: 9043 })).toEqual([]);
});

test('the socket that listens is the one on that very address, or on all of them, never a connection', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:2352 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1',
    '   1: 0200007F:2352 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1',
    '   2: 0100007F:2352 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 333 1',
    '   3: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 444 1',
  ].join('\n');
  expect(listeningInodes(table, { address: '127.0.0.1', port: 9042 })).toEqual(['111']);
  expect(listeningInodes(table, { address: '127.0.0.2', port: 9042 })).toEqual(['222']);
  expect(listeningInodes(table, { address: '127.0.0.3', port: 9042 })).toEqual([]);
  expect(listeningInodes(table, { address: '127.0.0.3', port: 8080 })).toEqual(['444']);
});

test('an IPv6 address is found however it is written, and no IPv4 listener is taken for one', () => {
  const table = [
    '  sl  local_address remote_address st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode',
    '   0: B80D0120000000000000000003000000:2352 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 111 1',
    '   1: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 222 1',
    '   2: 00000000:2352 00000000:0000 0A 0:0 0:0 0 0 0 333 1',
    '   3: B80D01200000000000000000FFFF0200:2352 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 444 1',
  ].join('\n');
  for (const address of ['2001:db8::3', '2001:0DB8:0:0:0:0:0:3', '2001:db8::0.0.0.3%eth0'])
    expect([address, listeningInodes(table, { address, port: 9042 })]).toEqual([address, ['111']]);
  expect(listeningInodes(table, { address: '::1', port: 8080 })).toEqual(['222']);
});

test('a process listens on a port only while it holds the socket itself', async () => {
  const place = await listen('127.0.0.1');
  const holds = process.platform === 'linux';
  expect([await listensOn(process.pid, place), await listensOn(process.ppid, place)]).toEqual([holds, false]);
  await new Promise((resolve) => server.close(resolve));
  expect(await listensOn(process.pid, place)).toBe(false);
});

test('a port is used while somebody listens, and an address that the machine lacks is neither used nor free', async () => {
  const place = await listen('127.0.0.1');
  expect([await probePort(place), await isPortOpen(place)]).toEqual(['used', true]);
  await new Promise((resolve) => server.close(resolve));
  expect([await probePort(place), await isPortOpen(place)]).toEqual(['free', false]);
  expect(await probePort({ address: '192.0.2.7', port: 9042 })).toBe('lacks');
});

test('a free port is one on which this process can listen', async () => {
  const port = await freePort();
  expect(await canListen({ address: '127.0.0.1', port })).toBe(true);
  await expect(freePort('192.0.2.7')).rejects.toMatchObject({ code: 'ADDRESS_MISSING' });
});

test('the holder of a port is said to be another program when nobody can be named', async () => {
  expect(await portHolder({ address: '127.0.0.1', port: 1 })).toBe('another program');
});

test('a list of lsof names the process and its program', () => {
  expect(ownerInList('p4711\ncjava\nf72\n')).toEqual({ pid: 4711, program: 'java' });
  expect(ownerInList('p4711\n')).toEqual({ pid: 4711, program: 'a program' });
  expect(ownerInList('')).toBeUndefined();
});
