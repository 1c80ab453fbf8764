import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { redactor, remoteAddress, secretsIn } from './remote-address.ts';
import { startCommand } from './testing/command.ts';
import { type Workshop, workshop, writeFiles } from './testing/fixtures.ts';
import { recordArguments } from './testing/record-arguments.ts';
import { type HttpRemote, serveHttp } from './testing/http-remote.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SECRET = 'hunter2/@:ü';
const ADDRESS = encodeURIComponent(SECRET);
/** Addresses that hold a password where git, a browser and a person each see something else. */
const UNREADABLE = [
  'http://bot:pa/hunter2@host/x.git',
  'http://bot:12/hunter2@host/x.git',
  'http://bot:hunter2#x@host/x.git',
  'http://bot:hunter2?x@host/x.git',
  'https://host/x.git?private_token=hunter2',
  'https://host/x.git#access_token=hunter2',
  'ssh://bot:pa/hunter2@host/x.git',
  'http:/bot:hunter2@host/x.git',
  ' http://bot:hunter2@host/x.git',
  'gcrypt::https://bot:hunter2@host/x.git',
  'file://bot:hunter2@host/x.git',
  'bot:hunter2@host:x.git',
  '//bot:hunter2@host/x.git',
  'http://bot:hunter2@host/x\n.git',
  'http://bot:hunter2%0a@host/x.git',
];

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

  it.each([
    ['HTTPS://bot:hunter2@h/x', 'hunter2'],
    ['http://bot:p@hunter2@h/x', 'p@hunter2'],
    ['http://bot:hunter2:x@h:8080/x', 'hunter2:x'],
    [String.raw`http://bot:hunter2\x@h/x`, String.raw`hunter2\x`],
    ['http://bot:100%hunter2@h/x', '100%hunter2'],
    ['http://bot:hunter2@[::1]:80/x', 'hunter2'],
    ['http://:hunter2@h', 'hunter2'],
  ])('reads %s as git does', (remote, password) => {
    const { url, shown, credentials } = remoteAddress(remote);
    expect(credentials?.password).toBe(password);
    expect(url + shown).not.toContain('hunter2');
  });

  it('drops a password for SSH, which cannot use one, and keeps the user', () => {
    expect(remoteAddress('ssh://git:hunter2@h:22/x')).toMatchObject({ url: 'ssh://git@h:22/x', shown: 'ssh://git@h:22/x' });
  });

  it.each(UNREADABLE)('refuses %s, whose password cannot be told from the rest, without showing it', (remote) => {
    expect(() => remoteAddress(remote)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.not.stringContaining('hunter2') }),
    );
  });

  it('leaves paths and the user of SSH as they are', () => {
    const remotes = [
      '/srv/docs.git',
      '/srv/a@b/c:d.git',
      'file:///srv/d@cs.git',
      'git@git.example.org:docs.git',
      'ssh://git@git.example.org/docs.git',
    ];
    for (const remote of remotes) expect(remoteAddress(remote)).toEqual({ url: remote, shown: remote, credentials: undefined });
  });
});

describe('redactor()', () => {
  it('takes a secret out of any text, as it is and as an address writes it', () => {
    const secret = fc.string({ unit: fc.constantFrom(...'abcxyz019/@:%ü'.split('')), minLength: 6 });
    fc.assert(
      fc.property(secret, (password) => {
        const text = `<${password}> https://robot:${encodeURIComponent(password)}@host/x`;
        expect(redactor([password])(text)).toBe('<***> https://***@host/x');
      }),
    );
  });

  it('takes credentials out of addresses that it was not told of', () => {
    expect(redactor([])("fatal: unable to access 'https://a:b@host/x': 403")).toBe("fatal: unable to access 'https://***@host/x': 403");
    expect(redactor([])('https://ghp_abc@host/x')).toBe('https://***@host/x');
  });

  it('hides a password of few letters in its address and leaves words alone', () => {
    const redact = redactor(secretsIn('http://u:p@host/x'));
    expect(redact('{"published":"http://u:p@host/x"}')).toBe('{"published":"http://***@host/x"}');
  });

  it.each(UNREADABLE)('knows from %s itself what must not be shown', (remote) => {
    expect(redactor(secretsIn(remote))(`cannot reach ${remote}`)).not.toContain('hunter2');
  });
});

describe('the command, given an address that it cannot read', () => {
  it.each([
    ['--remote', 'http://bot:pa/hunter2@127.0.0.1:1/x.git'],
    ['--remote', 'http://bot:pa?hunter2@127.0.0.1:1/x.git', '--json'],
    ['--remote', 'bot:hunter2@127.0.0.1:x.git', '--verbose'],
    ['--branch', 'https://bot:hunter2@h/x'],
    ['--doc-version', 'https://bot:hunter2@h/x', '--json'],
    ['--cname', 'https://bot:hunter2@h/x'],
    ['--remot=https://bot:hunter2@h/x'],
    ['--https://bot:hunter2@h/x'],
  ])('shows no password: %s %s', async (...more) => {
    const shop = workshop();
    const args = ['--remote', shop.remote, '--build', shop.build({ version: '0.1.0' }), '--doc-version', '0.1.0', '--source', shop.source];
    const { exitCode, stdout, stderr } = await startCommand([...args, ...more], shop.folder).ended;
    expect(exitCode).toBe(64);
    expect(stderr).toContain('INVALID_ARGUMENT');
    expect(stdout + stderr).not.toContain('hunter2');
    shop.remove();
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

  it('gets the one of DOCS_REMOTE; no argument of any program that git starts holds it, nor is it stored', async () => {
    const seen = recordArguments(shop.folder);
    const stored = join(shop.folder, 'stored');
    writeFiles(shop.folder, { gitconfig: `[credential]\n\thelper = "!f() { echo $1 >> '${stored}'; cat >> '${stored}'; }; f"\n` });
    const remote = server.url.replace('//', `//robot:${ADDRESS}@`) + 'remote.git';
    const args = ['--build', shop.build({ version: '0.1.0' }), '--doc-version', '0.1.0', '--source', shop.source];
    const env = { ...seen.env, DOCS_REMOTE: remote, GIT_CONFIG_GLOBAL: join(shop.folder, 'gitconfig') };
    const { exitCode, stdout, stderr } = await startCommand(args, temporary, env).ended;
    expect([exitCode, stdout + stderr]).toEqual([0, expect.not.stringContaining('hunter2')]);
    expect(seen.lines().join('\n')).toMatch(/remote-http origin http/);
    expect(seen.lines().join('\n')).not.toMatch(/hunter2/);
    expect(existsSync(stored)).toBe(false);
  });

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
