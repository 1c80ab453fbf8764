import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkFaults, listedLinks, usedLinks } from '../scripts/links/list.ts';
import { externalLinks } from '../scripts/links/page-links.ts';
import { visitPage } from '../scripts/links/visit.ts';

describe('links to other sites', () => {
  it('are all in the recorded list, and all of the list is used', async () => {
    expect(linkFaults(await usedLinks(), await listedLinks())).toEqual([]);
  });

  it('are faults when planted: one that nobody listed, one that nobody uses, one listed twice', () => {
    const used = externalLinks('See [it](https://a.example/x#part) and <https://b.example>.\n\n`https://c.example`', 'page.md');
    expect(used.map(({ url }) => url)).toEqual(['https://a.example/x', 'https://b.example']);
    const onPage = used.map(({ url, line }) => ({ url, line, page: 'docs/page.md' }));
    const listed = ['https://a.example/x', 'https://z.example', 'https://z.example'].map((url) => ({ url, what: 'a page' }));
    expect(linkFaults(onPage, listed)).toEqual([
      'docs/page.md:1: https://b.example is not in external-links.json',
      'external-links.json: no page links to https://z.example',
      'external-links.json: no page links to https://z.example',
      'external-links.json: https://z.example is listed twice or out of order',
    ]);
  });
});

describe('visitPage()', () => {
  const asked: string[] = [];
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/silent') return;
      response.writeHead({ '/there': 200, '/refuses': 403, '/gone': 404, '/broken': 503 }[request.url ?? ''] ?? 500).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const patience = { timeoutMs: 200, attempts: 2, backoff: { firstMs: 1, factor: 2, mostMs: 10, jitter: 0 } };

  it('tells a page that is there from one that is gone', async () => {
    expect(await visitPage(`${url}/there`, patience)).toEqual({ outcome: 'found' });
    expect(await visitPage(`${url}/refuses`, patience)).toEqual({ outcome: 'found' });
    expect(await visitPage(`${url}/gone`, patience)).toEqual({ outcome: 'gone', status: 404 });
  });

  it('takes silence and a broken server for no answer, after the attempts it was given', async () => {
    expect(await visitPage(`${url}/broken`, patience)).toEqual({ outcome: 'no-answer', reason: 'status 503' });
    expect(await visitPage(`${url}/silent`, patience)).toMatchObject({ outcome: 'no-answer' });
    expect(asked.filter((path) => path === '/silent')).toHaveLength(2);
  });

  it('asks nobody once its signal has aborted, and ends when it aborts', async () => {
    const before = asked.length;
    await expect(visitPage(`${url}/there`, { ...patience, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(asked).toHaveLength(before);
    const abort = new AbortController();
    const visiting = visitPage(`${url}/silent`, { ...patience, timeoutMs: 60_000, signal: abort.signal });
    await expect.poll(() => asked.length).toBe(before + 1);
    abort.abort();
    await expect(visiting).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
