import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { globalOptions, testIo } from '../testing.ts';
import { sidecarFetch } from './sidecar-access.ts';

const TOKEN = 'a-token-of-a-length-that-is-enough';
let folder: string;
let tokenFile: string;
let server: Server;
let url: string;
let received: (string | undefined)[];

beforeEach(async () => {
  folder = temporaryDirectorySync('access');
  tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, TOKEN, { mode: 0o600 });
  received = [];
  server = createServer(({ headers }, response) => {
    received.push(headers.authorization);
    response.writeHead(headers.authorization === undefined ? 401 : 200).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

async function ask(typed: readonly string[], env: Readonly<Record<string, string>>): Promise<Response> {
  const context = { global: globalOptions(['--directory', folder, ...typed], env), io: { ...testIo(), workingDirectory: folder } };
  return sidecarFetch(context)(`${url}/api/v1/health`);
}

const ringNames = (sidecars: readonly string[]): void =>
  writeFileSync(join(folder, 'launcher.json'), JSON.stringify({ version: 1, phase: 'ready', summary: { sidecars } }));

describe('the token of RINGSIDE_TOKEN_FILE', () => {
  it.each([
    ['there is no ring', () => undefined],
    ['the ring has another one', () => ringNames(['http://127.0.0.1:1'])],
    ['the state of the ring cannot be read', () => writeFileSync(join(folder, 'launcher.json'), '{')],
  ])('is not sent to a sidecar that nobody named, when %s, and the refusal says so', async (_, arrange) => {
    arrange();
    await expect(ask([], { RINGSIDE_TOKEN_FILE: tokenFile })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: `${url} needs a token; that of RINGSIDE_TOKEN_FILE was not sent, because nobody named this sidecar`,
      remedy: expect.stringContaining(`--sidecar ${url}`),
    });
    expect(received).toEqual([undefined]);
  });

  it('is sent to one that --sidecar, RINGSIDE_SIDECAR or the state folder names', async () => {
    await ask(['--sidecar', url], { RINGSIDE_TOKEN_FILE: tokenFile });
    await ask([], { RINGSIDE_TOKEN_FILE: tokenFile, RINGSIDE_SIDECAR: url });
    ringNames([url]);
    await ask([], { RINGSIDE_TOKEN_FILE: tokenFile });
    expect(received).toEqual(Array.from({ length: 3 }, () => `Bearer ${TOKEN}`));
  });
});

describe('the token of --token-file', () => {
  it('is sent to the default address too, even where the environment has one', async () => {
    await ask(['--token-file', tokenFile], { RINGSIDE_TOKEN_FILE: '/no/such' });
    expect(received).toEqual([`Bearer ${TOKEN}`]);
  });
});
