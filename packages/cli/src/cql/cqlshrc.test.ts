import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sourced } from '@ringside/cli-kit';
import { makeSidecarCertificates, type SidecarCertificates } from '@ringside/sidecar/testing';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCqlshrc, readTls } from './cqlshrc.ts';
import { readCredentials } from './credentials.ts';

function files(all: Readonly<Record<string, string | Buffer>>, mode = 0o600): (name: string) => string {
  const folder = temporaryDirectorySync('cqlshrc');
  for (const [name, text] of Object.entries(all)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  }
  return (name) => join(folder, name);
}

const io = { env: {}, workingDirectory: '/' };

describe('a cqlshrc', () => {
  it('gives the place, the timeouts in seconds and the switches, and names what is not used', async () => {
    const path = files({
      cqlshrc: `[connection]\nHostname = 10.0.0.7\nport = 9142\ntimeout = 3\nrequest_timeout = 20\nssl = Yes\nclient_timeout=9\n[ui]\ncolor = on
[authentication]\nkeyspace = shop\n[history]\ndisabled = true\n[certfiles]\n10.0.0.7 = a.pem\n`,
    });
    expect(await readCqlshrc(path('cqlshrc'))).toMatchObject({
      host: '10.0.0.7',
      port: 9142,
      connectTimeoutMs: 3000,
      requestTimeoutMs: 20_000,
      ssl: true,
      keyspace: 'shop',
      isHistoryDisabled: true,
      credentialsFile: path('credentials'),
      ignored: ['[connection] client_timeout', '[ui] color'],
    });
  });

  it.each([
    ['[connection]\nport = nine', 'port must be a whole number'],
    ['[connection]\nssl = perhaps', 'ssl must be true or false'],
  ])('with %j is refused', async (text, message) => {
    await expect(readCqlshrc(files({ cqlshrc: text })('cqlshrc'))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message) as string,
    });
  });

  it('with a password must be readable by its owner only, one without need not', async () => {
    const text = '[authentication]\nusername = ada\n';
    await expect(readCqlshrc(files({ cqlshrc: text }, 0o644)('cqlshrc'))).resolves.toMatchObject({ ssl: false });
    await expect(readCqlshrc(files({ cqlshrc: `${text}password = x\n` }, 0o644)('cqlshrc'))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    });
  });

  it('goes with the credentials file beside it, or the one that it names', async () => {
    const path = files({
      cqlshrc: '[auth_provider]\nmodule = cassandra.auth\nclassname = PlainTextAuthProvider\nusername = ada\n',
      credentials: '[PlainTextAuthProvider]\nPASSWORD = 100%; #\n',
      other: `[authentication]\ncredentials = mine\n`,
      mine: '[plain_text_auth]\nusername = bob\npassword = b\n',
    });
    expect(await readCredentials(io, { cqlshrc: await readCqlshrc(path('cqlshrc')) })).toEqual({ username: 'ada', password: '100%; #' });
    expect(await readCredentials(io, { cqlshrc: await readCqlshrc(path('other')) })).toEqual({ username: 'bob', password: 'b' });
  });
});

const typed = (value: string): Sourced<string> => ({ value, isFromEnvironment: false });

describe('credentials as cqlsh has them', () => {
  it.each([
    ['[PlainTextAuthProvider]\nusername = ada\npassword = p', 'ada', 'p'],
    ['[PlainTextAuthProvider]\nUserName: ada\nPASSWORD: %p%', 'ada', '%p%'],
    ['[plain_text_auth]\nusername = a%%b\npassword = a%%b', 'a%b', 'a%%b'],
    ['[PlainTextAuthProvider]\nusername = no\npassword = no\n[plain_text_auth]\nusername = ada\npassword = p', 'ada', 'p'],
    ['; my own\n[authentication]\nusername = ada\npassword = p', 'ada', 'p'],
    ['username = ada\npassword = p', 'ada', 'p'],
  ])('%j', async (text, username, password) => {
    expect(await readCredentials(io, { file: files({ c: text })('c') })).toEqual({ username, password });
  });

  it('may be another name with a password that is asked for, never with that of the file', async () => {
    const file = files({ c: '[plain_text_auth]\nusername = ada\npassword = hers' })('c');
    const ask = (username: string): Promise<string> => Promise.resolve(`${username}’s`);
    expect(await readCredentials(io, { file, username: typed('bob'), ask })).toEqual({ username: 'bob', password: 'bob’s' });
    expect(await readCredentials(io, { file, username: typed('ada'), ask })).toEqual({ username: 'ada', password: 'hers' });
    expect(await readCredentials(io, { username: typed('bob'), password: 'p' })).toEqual({ username: 'bob', password: 'p' });
    await expect(readCredentials(io, { username: typed('bob') })).rejects.toMatchObject({ message: 'There is no password for bob' });
    await expect(readCredentials(io, { password: 'geheim' })).rejects.toThrow(/^(?!.*geheim).*no name/);
  });

  it('of another provider, of a section that is misspelt, and not in UTF-8 are refused with what to do', async () => {
    const read = (text: string | Buffer) => readCredentials(io, { file: files({ c: text })('c') });
    await expect(read('[auth_provider]\nmodule = x\nclassname = Kerberos')).rejects.toThrow(/Kerberos is not supported/);
    await expect(read('[PlainTextAuthProvidr]\nusername = a')).rejects.toMatchObject({
      remedy: expect.stringContaining('Did you mean [PlainTextAuthProvider]') as string,
    });
    const latin1 = Buffer.from('[plain_text_auth]\nusername = é\npassword = p', 'latin1');
    await expect(read(latin1)).rejects.toMatchObject({ code: 'CONFIG_INVALID', remedy: 'Save it as UTF-8.' });
  });
});

describe('TLS', () => {
  let made: SidecarCertificates;
  beforeAll(() => {
    made = makeSidecarCertificates();
  });
  afterAll(() => rmSync(made.folder, { recursive: true }));

  it('takes the authority of the environment, of the host, or of all hosts, in that order', async () => {
    const [ofEnv, ofHost, ofAll] = [made.server.certificate, made.otherAuthority, made.authority];
    const pem = (file: string): string => readFileSync(file, 'utf8');
    const text = `[ssl]\ncertfile = ${ofAll}\n[certfiles]\n10.0.0.7 = ${ofHost}\n`;
    const rc = await readCqlshrc(files({ cqlshrc: text })('cqlshrc'));
    const authority = async (host: string, env = {}): Promise<string> => String((await readTls(rc, host, env)).ca);
    expect(await authority('10.0.0.7', { SSL_CERTFILE: ofEnv })).toBe(pem(ofEnv));
    expect(await authority('10.0.0.7')).toBe(pem(ofHost));
    expect(await authority('10.0.0.8')).toBe(pem(ofAll));
    expect(await readTls(rc, 'x', {})).toMatchObject({ rejectUnauthorized: true });
  });

  it('is refused without an authority unless it is not to be checked, and with a file that holds no certificate', async () => {
    await expect(readTls(undefined, 'x', {})).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await readTls(undefined, 'x', { SSL_VALIDATE: 'False' })).toMatchObject({ rejectUnauthorized: false });
    const half = made.authority;
    const rc = await readCqlshrc(files({ cqlshrc: `[ssl]\ncertfile = ${half}\nusercert = ${half}\n` })('cqlshrc'));
    await expect(readTls(rc, 'x', {})).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: `${half} is named without its other half`,
    });
    await expect(readTls(undefined, 'x', { SSL_CERTFILE: files({ empty: '' })('empty') })).rejects.toThrow(
      /^SSL_CERTFILE: .*holds no certificate/,
    );
  });

  it('takes a certificate with its own key only, which others may not read', async () => {
    const pair = async (cert: string, key: string): Promise<unknown> => {
      const rc = await readCqlshrc(files({ cqlshrc: `[ssl]\nvalidate = false\nusercert = ${cert}\nuserkey = ${key}\n` })('cqlshrc'));
      return readTls(rc, 'x', {}).catch((error: unknown) => error);
    };
    const { client, stranger } = made;
    expect(await pair(client.certificate, client.key)).toMatchObject({ cert: readFileSync(client.certificate, 'utf8') });
    expect(await pair(client.certificate, stranger.key)).toMatchObject({ code: 'CONFIG_INVALID' });
    const open = files({ key: readFileSync(client.key) }, 0o644)('key');
    expect(await pair(client.certificate, open)).toMatchObject({ code: 'PERMISSION_DENIED', remedy: `Run chmod 600 ${open}` });
  });
});
