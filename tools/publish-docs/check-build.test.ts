import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkBuild } from './check-build.ts';
import { pageHtml, type Workshop, workshop, writeFiles } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
let build: string;
beforeEach(() => {
  shop = workshop();
  build = shop.build({ version: '0.1.0', pages: { 'learn/gossip': 'text' }, rootPath: '/ringside/' });
});
afterEach(() => shop.remove());

async function faultOf(version = '0.1.0', domain?: string): Promise<string> {
  const error: unknown = await checkBuild(build, version, domain).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'DOCS_BUILD_INCOMPLETE' });
  return (error as Error).message.replace(`The build in ${build} cannot be published: `, '');
}

const sitemap = (...addresses: readonly string[]): void =>
  writeFileSync(join(build, 'sitemap.xml'), `<urlset>${addresses.map((address) => `<url><loc>${address}</loc></url>`).join('')}</urlset>`);

describe('checkBuild()', () => {
  it('accepts a whole build and says where it will stand', async () => {
    const checked = await checkBuild(build, '0.1.0', undefined);
    expect(checked).toMatchObject({ basePath: '/ringside/0.1.0/', rootPath: '/ringside/' });
    expect(checked.files).toContain('learn/gossip.html');
  });

  it.each(['index.html', '404.html', 'sitemap.xml'])('refuses a build without %s', async (name) => {
    rmSync(join(build, name));
    expect(await faultOf()).toBe(`there is no ${name}`);
  });

  it('refuses a folder that is not there, and an empty one', async () => {
    rmSync(build, { recursive: true });
    expect(await faultOf()).toBe('there is no such folder');
    writeFiles(build, { 'x/y': '' });
    expect(await faultOf()).toBe('there is no index.html');
  });

  it('refuses a build that was broken off while its pages were written', async () => {
    writeFiles(build, { '__server/server.bundle.js': '' });
    expect(await faultOf()).toBe('__server is there, which a build removes when it is finished');
  });

  it('refuses a build for another version or another place', async () => {
    expect(await faultOf('0.2.0')).toBe('index.html was built for /ringside/0.1.0/, not for …/0.2.0/');
    expect(await faultOf('1.0')).toBe('index.html was built for /ringside/0.1.0/, not for …/1.0/');
    expect(await faultOf('0.1.0', 'docs.example.org')).toBe('index.html was built for /ringside/0.1.0/, not for /0.1.0/');
    writeFileSync(join(build, 'index.html'), '<html><body>a page of something else</body></html>');
    expect(await faultOf()).toBe('index.html asks for no script or style sheet of its own');
  });

  it('refuses a build for the machine that it was built on, and for another host than the domain', async () => {
    sitemap('http://localhost:9080/ringside/0.1.0/');
    expect(await faultOf()).toBe('sitemap.xml was built for the host localhost');
    build = shop.build({ version: '0.1.0' });
    expect(await faultOf('0.1.0', 'docs.example.net')).toBe('sitemap.xml was built for the host docs.example.org');
  });

  it('refuses a copy that lacks a page of the sitemap, or a script that a page asks for', async () => {
    rmSync(join(build, 'learn/gossip.html'));
    expect(await faultOf()).toBe('sitemap.xml lists /ringside/0.1.0/learn/gossip, but there is no learn/gossip.html');
    sitemap('https://docs.example.org/ringside/0.1.0/');
    rmSync(join(build, 'assets/js/main.1a2b.js'));
    expect(await faultOf()).toMatch(/^(404|index)\.html asks for assets\/js\/main\.1a2b\.js, which is not there$/);
  });

  it('refuses a sitemap that is empty, broken off, or of another place', async () => {
    sitemap();
    expect(await faultOf()).toBe('sitemap.xml lists no page');
    writeFileSync(join(build, 'sitemap.xml'), '<urlset><url><loc>https://docs.example.org/ringside/0.1.0/</loc></ur');
    expect(await faultOf()).toBe('sitemap.xml lists no page');
    sitemap('https://docs.example.org/ringside/0.2.0/');
    expect(await faultOf()).toBe('sitemap.xml lists /ringside/0.2.0/, which is outside /ringside/0.1.0/');
  });

  it('refuses a page that breaks off, a symbolic link and what belongs to git', async () => {
    writeFileSync(join(build, 'learn/gossip.html'), pageHtml('/ringside/0.1.0/', 'text').slice(0, -10));
    expect(await faultOf()).toBe('learn/gossip.html breaks off');
    writeFileSync(join(build, 'learn/gossip.html'), pageHtml('/ringside/0.1.0/', 'text'));
    symlinkSync('/etc/hostname', join(build, 'host.txt'));
    expect(await faultOf()).toBe('host.txt is neither a file nor a folder');
    rmSync(join(build, 'host.txt'));
    writeFiles(build, { 'x/.git/config': '' });
    expect(await faultOf()).toMatch(/^x\/\.git belongs to git$/);
  });

  it('follows a link to the folder itself, not one that leads nowhere or to a file', async () => {
    const link = join(shop.folder, 'current');
    symlinkSync(build, link);
    expect((await checkBuild(link, '0.1.0', undefined)).files).toContain('learn/gossip.html');
    expect(await shop.publish('0.1.0', { build: link })).toMatchObject({ outcome: 'published' });
    build = join(shop.folder, 'nowhere');
    symlinkSync(join(shop.folder, 'gone'), build);
    expect(await faultOf()).toBe('there is no such folder');
    build = join(link, 'index.html');
    expect(await faultOf()).toBe('that is not a folder');
  });

  it('names a file whose name is not UTF-8, with its bytes', async () => {
    writeFileSync(Buffer.from(`${build}/learn/caf\xe9.txt`, 'latin1'), '');
    expect(await faultOf()).toBe(String.raw`the name of learn/caf\xe9.txt is not UTF-8`);
  });

  it('names what breaks the sitemap', async () => {
    sitemap('nonsense');
    expect(await faultOf()).toBe('sitemap.xml lists nonsense, which is not an address');
    sitemap('https://docs.example.org/ringside/0.1.0/%zz');
    expect(await faultOf()).toBe('sitemap.xml lists https://docs.example.org/ringside/0.1.0/%zz, which is not an address');
  });
});
