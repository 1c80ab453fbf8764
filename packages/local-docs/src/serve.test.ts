import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { serveDocs } from './server.ts';

const newFolder = (): string => temporaryDirectorySync('docs-server');

describe('serveDocs()', () => {
  it('serves pages by path, name or folder, and nothing outside of its folder', async () => {
    const root = newFolder();
    const build = join(root, 'build');
    mkdirSync(join(build, 'learn'), { recursive: true });
    writeFileSync(join(root, 'secret.txt'), 'secret');
    const server = await serveDocs(() => build, 0);
    try {
      expect(await fetchRaw(server.url, '/')).toMatchObject({ status: 503, body: expect.stringContaining('being built') });
      writeFileSync(join(build, 'index.html'), 'home');
      writeFileSync(join(build, 'learn', 'index.html'), 'learn');
      writeFileSync(join(build, 'page.html'), 'page');
      expect(await fetchRaw(server.url, '/?x=1')).toEqual({ status: 200, body: 'home' });
      expect(await fetchRaw(server.url, '/learn/')).toEqual({ status: 200, body: 'learn' });
      expect(await fetchRaw(server.url, '/page')).toEqual({ status: 200, body: 'page' });
      for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%00', '/%', '//secret.txt', '/nope']) {
        const answer = await fetchRaw(server.url, path);
        expect([path, answer.status]).toEqual([path, 404]);
        expect(answer.body).not.toContain('secret');
      }
    } finally {
      await server.close();
    }
  });

  it('says ADDRESS_IN_USE when the port is taken', async () => {
    const server = await serveDocs(newFolder, 0);
    await expect(serveDocs(newFolder, Number(new URL(server.url).port))).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' });
    await server.close();
  });
});

/** Sends a path as it is; `fetch` would tidy it first. */
async function fetchRaw(url: string, path: string): Promise<{ status: number; body: string }> {
  return await new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: new URL(url).port, path, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).on('error', reject);
  });
}
