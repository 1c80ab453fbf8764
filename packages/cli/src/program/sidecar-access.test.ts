import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeSidecarCertificates,
  type PairOfFiles,
  type SidecarCertificates,
  type SimulatedSidecar,
  startSimulatedSidecar,
} from '@ringside/sidecar/testing';
import { run, type Ran } from '../testing/run.ts';

const TOKEN = 'a-token-of-a-length-that-is-enough';
let made: SidecarCertificates;
let tokenFile: string;
const running: SimulatedSidecar[] = [];

function secret(name: string, text: string): string {
  const path = join(made.folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

async function start(config: Readonly<Record<string, unknown>>): Promise<string> {
  const sidecar = await startSimulatedSidecar({ config });
  running.push(sidecar);
  return sidecar.url;
}

const tlsOf = ({ certificate, key }: PairOfFiles): object => ({ certificateFile: certificate, keyFile: key, caFile: made.authority });

async function status(url: string, ...words: readonly string[]): Promise<Ran> {
  return run(['status', '--sidecar', url, ...words]);
}

beforeAll(() => {
  made = makeSidecarCertificates();
  tokenFile = secret('token', `${TOKEN}\n`);
});

afterAll(async () => {
  await Promise.all(running.map(async (sidecar) => sidecar.close()));
  rmSync(made.folder, { recursive: true });
});

describe('a sidecar that demands a token', () => {
  let url: string;

  beforeAll(async () => {
    url = await start({ authentication: { tokenFile } });
  });

  it('is asked with that of --token-file, or of the environment, over HTTPS too', async () => {
    expect(await status(url, '--token-file', tokenFile)).toMatchObject({ exitCode: 0, err: '' });
    expect((await run(['status', '--sidecar', url], { env: { RINGSIDE_TOKEN_FILE: tokenFile } })).exitCode).toBe(0);
    const secure = await start({ authentication: { tokenFile }, tls: tlsOf(made.server) });
    expect(secure).toMatch(/^https:/);
    expect(await status(secure, '--token-file', tokenFile, '--ca-file', made.authority)).toMatchObject({ exitCode: 0, err: '' });
  });

  it('turns away who has none, or another one, and neither token is shown', async () => {
    for (const words of [[], ['--token-file', secret('wrong', 'another-token-that-is-long-enough')]]) {
      const { exitCode, err } = await status(url, ...words, '--verbose');
      expect([exitCode, err]).toEqual([77, expect.stringMatching(/UNAUTHORIZED .*(?:needs a|does not accept the) token\n.*--token-file/)]);
      expect(err).not.toContain('another-token');
    }
  });

  it('gets no token in the clear from another machine, where the way ends before anybody is asked', async () => {
    const { exitCode, err } = await status('http://192.0.2.7:9043', '--token-file', tokenFile);
    expect([exitCode, err]).toEqual([
      64,
      expect.stringMatching(/The token is not sent to http:\/\/192\.0\.2\.7:9043: .*plain HTTP.*\n.*https:\/\//),
    ]);
    expect(err).not.toContain(TOKEN);
  });

  it('gets none from a file that others may read, that is not there, empty, or holds more than one', async () => {
    const open = secret('open', TOKEN);
    chmodSync(open, 0o644);
    const faults: readonly (readonly [string, number, RegExp])[] = [
      [open, 77, /--token-file: .*open may be read by others \(mode 0644\)\n.*chmod 600/],
      [join(made.folder, 'none'), 78, /--token-file: .*none cannot be read \(ENOENT\)/],
      [secret('empty', '\n'), 78, /--token-file: .*empty is empty/],
      [secret('two', `${TOKEN}\n${TOKEN}x\n`), 78, /does not hold one token/],
    ];
    for (const [file, exitCode, says] of faults) {
      const ran = await status(url, '--token-file', file);
      expect([file, ran.exitCode, ran.err]).toEqual([file, exitCode, expect.stringMatching(says)]);
      expect(ran.err).not.toContain(TOKEN);
    }
  });
});

describe('a sidecar that demands a client certificate', () => {
  let url: string;

  beforeAll(async () => {
    url = await start({ tls: { ...tlsOf(made.server), requireClientCertificate: true } });
  });

  const own = ({ certificate, key }: PairOfFiles): readonly string[] => ['--cert-file', certificate, '--key-file', key];

  it('is asked with that of --cert-file and --key-file, or of the environment', async () => {
    expect(await status(url, '--ca-file', made.authority, ...own(made.client))).toMatchObject({ exitCode: 0, err: '' });
    const { certificate, key } = made.client;
    const env = { RINGSIDE_CA_FILE: made.authority, RINGSIDE_CERT_FILE: certificate, RINGSIDE_KEY_FILE: key };
    expect(await run(['status', '--sidecar', url], { env })).toMatchObject({ exitCode: 0, err: '' });
  });

  it('turns away who has none, or one of another authority, and it is said which', async () => {
    const without = await status(url, '--ca-file', made.authority);
    // Which of the two, depends on whether the server's alert or the end of the connection arrives first.
    expect([69, 77]).toContain(without.exitCode);
    expect(without.err).toMatch(/asks for a client certificate(?:\n.*--cert-file| \(--cert-file)/);
    const foreign = await status(url, '--ca-file', made.authority, ...own(made.stranger));
    expect([69, 77]).toContain(foreign.exitCode);
    expect(foreign.err).toMatch(/(?:does not accept|and accepts) the client certificate/);
  });

  it('gets neither half of a pair, nor a key of another certificate', async () => {
    const half = await status(url, '--cert-file', made.client.certificate);
    expect([half.exitCode, half.err]).toEqual([64, expect.stringMatching(/--cert-file needs --key-file too/)]);
    const mixed = await status(url, '--cert-file', made.client.certificate, '--key-file', made.stranger.key);
    expect([mixed.exitCode, mixed.err]).toEqual([78, expect.stringMatching(/--key-file: .* is not the key of the certificate/)]);
  });
});

describe('a sidecar that cannot be trusted', () => {
  it.each([
    [
      'of an authority that the system does not know',
      'server',
      undefined,
      /No authority that this machine trusts vouches for .*\n.*--ca-file/,
    ],
    ['of another authority', 'server', 'otherAuthority', /No authority that the file of --ca-file trusts vouches for/],
    ['whose time is over', 'expired', 'authority', /The certificate of https:\/\/127\.0\.0\.1:\d+ has expired\n.*Renew/],
    ['of another address', 'elsewhere', 'authority', /is for 192\.0\.2\.1, not for this address/],
  ] as const)('because its certificate is one %s is told nothing', async (_, server, ca, says) => {
    const sidecar = await startSimulatedSidecar({ config: { authentication: { tokenFile }, tls: tlsOf(made[server]) } });
    running.push(sidecar);
    const { exitCode, err } = await status(sidecar.url, '--token-file', tokenFile, ...(ca === undefined ? [] : ['--ca-file', made[ca]]));
    expect([exitCode, err]).toEqual([77, expect.stringMatching(says)]);
    expect(err).toContain('SIDECAR_UNTRUSTED');
    expect(sidecar.node.calls).toEqual([]);
  });

  it('because it does not speak TLS is told nothing', async () => {
    const plain = await start({});
    const { exitCode, err } = await status(plain.replace('http:', 'https:'), '--token-file', tokenFile);
    expect([69, 77]).toContain(exitCode);
    expect(err).toMatch(/does not speak TLS|Check that it runs, speaks TLS/);
  });

  it('has a file of authorities without one refused before it is asked', async () => {
    const { exitCode, err } = await status('https://127.0.0.1:1', '--ca-file', tokenFile);
    expect([exitCode, err]).toEqual([78, expect.stringMatching(/--ca-file: .* holds no certificate in PEM/)]);
  });
});
