import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLeanFetch } from './lean-fetch.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/cut') return void response.writeHead(200, { 'content-length': 10 }).write('cut', () => request.destroy());
    let body = '';
    request.on('data', (chunk: Buffer) => (body += String(chunk)));
    request.on('end', () => {
      if (request.url === '/away') response.writeHead(302, { location: '/' }).end();
      else response.writeHead(request.url === '/no' ? 403 : 200).end(`${request.method} ${request.headers.authorization} ${body}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe.each([true, false])('createLeanFetch(), connections kept: %s', (keepsConnections) => {
  const lean = createLeanFetch({ keepsConnections });
  const post = { method: 'POST', headers: { authorization: 'Basic abc' }, body: 'žluť' };

  it('posts a text and reads the answer', async () => {
    const answer = await lean(`${url}/`, post);
    expect([answer.status, answer.ok, await answer.text()]).toEqual([200, true, 'POST Basic abc žluť']);
  });

  it('gives refusals and redirects as answers that are not ok, and follows none', async () => {
    expect(await lean(`${url}/no`, post)).toMatchObject({ status: 403, ok: false });
    expect(await lean(`${url}/away`, post)).toMatchObject({ status: 302, ok: false });
  });

  it('rejects when aborted, when nobody listens, and when the answer is cut off', async () => {
    await expect(lean(`${url}/hang`, { ...post, signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ name: 'AbortError' });
    await expect(lean('http://127.0.0.1:1/', post)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(lean(`${url}/cut`, post).then((answer) => answer.text())).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('gives a header of the answer by its name in any case, and null for one that is not there', async () => {
    const answer = await lean(`${url}/away`, post);
    await answer.text();
    expect([answer.headers.get('Location'), answer.headers.get('www-authenticate')]).toEqual(['/', null]);
  });

  it('asks without a body, and says in words what an answer’s status is', async () => {
    const answer = await lean(`${url}/no`);
    expect([answer.statusText, await answer.text()]).toEqual(['Forbidden', 'GET undefined ']);
  });

  it('leaves what is not plain HTTP to the built-in one', async () => {
    expect(await (await lean('data:,hello')).text()).toBe('hello');
  });
});

describe('createLeanFetch() that is told whom to trust', () => {
  const tls = { https, ca: 'chosen' };

  it.each([new Uint8Array([1]), new ReadableStream<Uint8Array>()])(
    'sends nothing to a server that it has not checked: %o',
    async (body) => {
      const builtIn = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('sent'));
      try {
        await expect(createLeanFetch({ tls })('https://127.0.0.1:1/', { method: 'PUT', body })).rejects.toMatchObject({
          code: 'INVALID_ARGUMENT',
        });
        expect(builtIn).not.toHaveBeenCalled();
      } finally {
        builtIn.mockRestore();
      }
    },
  );
});
