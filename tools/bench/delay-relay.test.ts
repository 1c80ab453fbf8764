import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DelayRelay } from './delay-relay.ts';

let node: Server;
let relay: DelayRelay;

beforeEach(async () => {
  node = createServer((socket) => socket.on('error', () => undefined).on('data', (bytes) => socket.write(bytes)));
  await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
  relay = await DelayRelay.listen({ address: '127.0.0.1', port: (node.address() as AddressInfo).port }, '127.0.0.1', 0);
});

afterEach(async () => {
  await relay.close();
  await new Promise((resolve) => node.close(resolve));
});

/** A frame of a kind with so many bytes of body. */
function frame(opcode: number, size: number): Buffer {
  const bytes = Buffer.alloc(9 + size, 7);
  bytes.set([4, 0, 0, 1, opcode], 0);
  bytes.writeInt32BE(size, 5);
  return bytes;
}

test('it passes on what comes, and counts statements, however the bytes are cut', async () => {
  const all = Buffer.concat([frame(0x01, 20), frame(0x07, 5), frame(0x0a, 300), frame(0x05, 0), frame(0x0d, 1)]);
  const socket = connect({ host: '127.0.0.1', port: relay.port });
  const came: Buffer[] = [];
  socket.on('data', (bytes) => came.push(bytes));
  for (const byte of all) {
    socket.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }
  while (Buffer.concat(came).length < all.length) await once(socket, 'data');
  expect(Buffer.concat(came)).toEqual(all);
  expect(relay.statements).toBe(3);
  socket.destroy();
});

test('it holds answers back for as long as it is told', async () => {
  relay.delayMs = 60;
  const socket = connect({ host: '127.0.0.1', port: relay.port });
  const startMs = performance.now();
  socket.write('now');
  await once(socket, 'data');
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(59);
  socket.destroy();
});
