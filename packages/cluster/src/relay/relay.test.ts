import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { senderOf } from './handshake.ts';
import { StorageRelay } from './relay.ts';

/** The first bytes of a connection that a node at an address opens. */
function hello(address: string, text = 'hi'): Buffer {
  const head = Buffer.alloc(15);
  head.writeUInt32BE(0xca_55_2d_fa, 0);
  head[8] = 6;
  address.split('.').forEach((part, at) => head.writeUInt8(Number(part), 9 + at));
  head.writeUInt16BE(7000, 13);
  return Buffer.concat([head, Buffer.from(text)]);
}

const A = '127.44.3.1';
const B = { address: '127.44.3.2', listenAddress: '127.44.3.102' };
let port: number;
let node: Server;
let relay: StorageRelay;
const sockets: Socket[] = [];

beforeEach(async () => {
  node = createServer((socket) => socket.on('error', () => undefined).on('data', (data) => socket.write(data)));
  await new Promise<void>((resolve) => node.listen(0, B.listenAddress, resolve));
  port = (node.address() as AddressInfo).port;
  relay = new StorageRelay(port);
  await relay.add(B);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await relay.close();
  await new Promise((resolve) => node.close(resolve));
});

function open(): Socket {
  const socket = connect({ host: B.address, port });
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

function answer(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), 300);
    socket.once('data', (data) => {
      clearTimeout(timer);
      resolve(data.toString('latin1'));
    });
  });
}

test('what a peer sends arrives unchanged, even in single bytes, and the answer comes back', async () => {
  const socket = open();
  for (const byte of hello(A, '')) socket.write(Buffer.from([byte]));
  const echoed = await answer(socket);
  expect(
    hello(A, '')
      .toString('latin1')
      .startsWith(echoed as string),
  ).toBe(true);
});

test('nothing passes between two sides of a cut, on old connections or new ones', async () => {
  const old = open();
  old.write(hello(A));
  await answer(old);
  relay.isolate([B.address]);
  old.write('again');
  const young = open();
  young.write(hello(A));
  expect(await answer(old)).toBeUndefined();
  expect(await answer(young)).toBeUndefined();
  expect(old.destroyed || young.destroyed).toBe(false);
});

test('two nodes on the same side of a cut still reach each other', async () => {
  relay.isolate([A, B.address]);
  const socket = open();
  socket.write(hello(A));
  expect(await answer(socket)).toContain('hi');
});

test('healing closes what was cut, and new connections pass', async () => {
  const old = open();
  old.write(hello(A));
  await answer(old);
  relay.isolate([A]);
  const closed = new Promise((resolve) => old.once('close', resolve));
  relay.heal();
  await closed;
  const socket = open();
  socket.write(hello(A));
  expect(await answer(socket)).toContain('hi');
});

test('the sender is read from the handshake only when it is one', () => {
  expect(senderOf(hello(A))).toEqual({ kind: 'known', address: A });
  expect(senderOf(hello(A).subarray(0, 12))).toEqual({ kind: 'more' });
  expect(senderOf(Buffer.from('GET / HTTP/1.1'))).toEqual({ kind: 'unknown' });
});
