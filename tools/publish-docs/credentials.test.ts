import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redactor, remoteAddress } from './remote-address.ts';
import { startCommand } from './testing/command.ts';
import { type Workshop, workshop } from './testing/fixtures.ts';
import { type HttpRemote, serveHttp } from './testing/http-remote.ts';

const SECRET = 'hunter2/@:ü';
const ADDRESS = encodeURIComponent(SECRET);

describe('remoteAddress()', () => {
  it('takes user and password out of an address, and a token that stands for both', () => {
    expect(remoteAddress(`https://robot:${ADDRESS}@git.example.org/docs.git`)).toEqual({
      url: 'https://git.example.org/docs.git',
      shown: 'https://git.example.org/docs.git',
      credentials: { user: 'robot', password: SECRET },
    });
    expect(remoteAddress('https://token123@git.example.org/docs.git')).toMatchObject({
      shown: 'https://git.example.org/docs.git',
      credentials: { user: 'token123', password: '' },
    });
  });

  it('leaves paths and the user of SSH as they are', () => {
    for (const remote of ['/srv/docs.git', 'file:///srv/docs.git', 'git@git.example.org:docs.git', 'ssh://git@git.example.org/docs.git']) {
      expect(remoteAddress(remote)).toEqual({ url: remote, shown: remote, credentials: undefined });
    }
  });
});

describe('redactor()', () => {
  it('takes a secret out of any text, as it is and as an address writes it', () => {
    const secret = fc.string({ unit: fc.constantFrom(...'abcxyz019/@:%ü'.split('')), minLength: 6 });
    fc.assert(
      fc.property(secret, (password) => {
        const text = `<${password}> https://robot:${encodeURIComponent(password)}@host/x`;
        expect(redactor({ user: 'robot', password })(text)).toBe('<***> https://***@host/x');
      }),
    );
  });

  it('takes credentials out of addresses that it was not told of', () => {
    expect(redactor(undefined)("fatal: unable to access 'https://a:b@host/x': 403")).toBe(
      "fatal: unable to access 'https://***@host/x': 403",
    );
    expect(redactor(undefined)('https://ghp_abc@host/x')).toBe('https://***@host/x');
  });
});

describe('a remote that asks for a password', () => {
  let shop: Workshop;
  let server: HttpRemote;
  let temporary: string;
  beforeEach(async () => {
    shop = workshop();
    temporary = join(shop.folder, 'temporary');
    mkdirSync(temporary);
    server = await serveHttp(shop.folder, { [`robot:${SECRET}`]: 'write', [`reader:${SECRET}`]: 'read' });
  });
  afterEach(async () => {
    await server.close();
    shop.remove();
  });

  const run = (user: string): ReturnType<typeof startCommand>['ended'] => {
    const remote = server.url.replace('//', `//${user}@`) + 'remote.git';
    const build = shop.build({ version: '0.1.0' });
    return startCommand(['--remote', remote, '--build', build, '--doc-version', '0.1.0', '--source', shop.source, '--json'], temporary)
      .ended;
  };

  it('gets the one of the address, which is shown nowhere', async () => {
    const { exitCode, stdout, stderr } = await run(`robot:${ADDRESS}`);
    expect([exitCode, stderr.includes('error')]).toEqual([0, false]);
    expect(server.seen).toContain(`robot:${SECRET}`);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'published', remote: `${server.url}remote.git` });
    expect(stdout + stderr).not.toMatch(/hunter2/);
  });

  it.each([
    [`reader:${ADDRESS}`, 'may not write'],
    [`robot:wrong-hunter2`, 'is not the one'],
    ['nobody', 'has no password'],
  ])('refuses %s, who %s, with a remedy and without the password', async (user) => {
    const { exitCode, stderr, stdout } = await run(user);
    const error = JSON.parse(stderr.split('\n').find((line) => line.startsWith('{')) ?? '{}') as {
      error: { code: string; remedy: string };
    };
    expect(error).toMatchObject({ error: { code: 'DOCS_PUSH_REFUSED', remedy: expect.stringContaining('credentials') } });
    expect(exitCode).toBe(77);
    expect(stdout + stderr).not.toMatch(/hunter2/);
  });
});
