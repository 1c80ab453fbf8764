import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DocsServer, serveDocs } from './server.ts';

vi.setConfig({ testTimeout: 90_000 });
const SOON = { timeout: 60_000 };
const PAGE = 'x'.repeat(200_000);
const opened: Socket[] = [];
let folder: string;
let server: DocsServer;

beforeEach(async () => {
  folder = temporaryDirectorySync('pages');
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'small.txt'), 'small');
  server = await serveDocs(() => folder, 0);
});

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await server.close();
});

/** Files below the folder that this process has open. */
function openFiles(): number {
  const links = readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`);
    } catch {
      return '';
    }
  });
  return links.filter((link) => link.startsWith(folder)).length;
}

/** Sends requests ahead on one connection; nothing is read of the answers by default. */
function ask(path: string, times: number, reads: boolean): { socket: Socket; text: () => string } {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  opened.push(socket);
  socket.on('error', () => undefined);
  if (reads) socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  else socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(times));
  return { socket, text: () => text };
}

describe('a crowd that asks for pages ahead and reads nothing', () => {
  it.runIf(process.platform === 'linux')(
    'holds one file each open, and none when it is gone; others are answered (skipped where there is no /proc)',
    async () => {
      for (let each = 0; each < 16; each += 1) ask('/', 90, false);
      await expect.poll(() => openFiles(), SOON).toBe(16);
      expect(await (await fetch(`${server.url}small.txt`)).text()).toBe('small');
      for (let each = 0; each < 16; each += 1) ask('/', 900, false); // beyond what a client may send ahead
      expect(await (await fetch(`${server.url}small.txt`)).text()).toBe('small');
      expect(openFiles()).toBeLessThanOrEqual(32);
      for (const socket of opened.splice(0)) socket.destroy();
      await expect.poll(() => openFiles(), SOON).toBe(0);
    },
  );
});

it('answers what is sent ahead in its order', async () => {
  const { socket, text } = ask('/small.txt', 50, true);
  socket.write('GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  await expect.poll(() => socket.closed, SOON).toBe(true);
  const statuses = Array.from(text().matchAll(/HTTP\/1\.1 (\d+) /g), ([, status]) => status);
  expect(statuses).toEqual([...Array.from({ length: 50 }, () => '200'), '404']);
});

it('tells browsers not to guess a type, whatever it answers', async () => {
  for (const [path, method] of [
    ['', 'GET'],
    ['small.txt', 'HEAD'],
    ['nowhere', 'GET'],
    ['', 'POST'],
  ] as const)
    expect((await fetch(server.url + path, { method })).headers.get('x-content-type-options')).toBe('nosniff');
});
