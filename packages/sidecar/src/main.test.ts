import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createSidecarClient } from '@ringside/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
let folder: string;
let config: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sidecar-main-'));
  config = join(folder, 'sidecar.json');
  writeFileSync(config, JSON.stringify({ cassandra: { jolokiaUrl: 'http://127.0.0.1:1/jolokia/', port: 1 }, listen: { port: 0 } }));
});

afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: string[]): ReturnType<typeof spawn> {
  return spawn(process.execPath, ['--conditions=@ringside/source', '--import', 'tsx', MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = start(...args);
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (texts.stdout += String(chunk)));
  child.stderr?.on('data', (chunk: Buffer) => (texts.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

it('nothing is loaded before the heap is kept small', () => {
  const imports = readFileSync(MAIN, 'utf8').match(/^(?:import|export) .*$/gm);
  expect(imports).toEqual(["import './small-heap.ts';"]);
});

describe('ringside-sidecar', { timeout: 60_000 }, () => {
  it('ends with one sentence where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const file = join(folder, 'taken.json');
    writeFileSync(file, JSON.stringify({ cassandra: { jolokiaUrl: 'http://127.0.0.1:1/jolokia/', port: 1 }, listen: { port } }));
    const { code, stderr } = await run('--config', file);
    other.close();
    expect([code, stderr]).toEqual([69, expect.stringContaining(`${port}`)]);
  });

  it('prints one JSON line when it listens, answers though Cassandra is down, and ends in order on SIGTERM', async () => {
    const child = start('--config', config);
    const lines: string[] = [];
    const output = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    output.on('line', (line) => lines.push(line));
    const [line] = (await once(output, 'line')) as [string];
    const { event, url } = JSON.parse(line) as { event: string; url: string };
    expect(event).toBe('listening');
    const client = createSidecarClient({ baseUrl: url });
    expect(await client.health()).toEqual({ status: 'OK' });
    expect(await client.jmxHealth()).toEqual({ status: 'NOT_OK' });
    expect(await client.nativeHealth()).toEqual({ status: 'NOT_OK' });
    await expect(client.ring()).rejects.toMatchObject({ code: 'NODE_CONTROL_UNAVAILABLE' });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(lines).toHaveLength(1);
  });

  it('ends with the error’s exit code, one clear sentence and a remedy when its configuration is at fault', async () => {
    const refused = await run('--config', config, '--host', '0.0.0.0');
    expect(refused.code).toBe(78);
    expect(refused.stdout).toBe('');
    expect(refused.stderr).toMatch(/^ringside-sidecar: Refusing to listen on 0\.0\.0\.0 without TLS and authentication.*\n.*loopback/);
  });

  it('names the near miss of an unknown flag', async () => {
    const { code, stderr } = await run('--confg', config);
    expect(code).toBe(64);
    expect(stderr).toContain('Did you mean --config?');
  });

  it('says what it takes, and its version', async () => {
    expect((await run('--help')).stdout).toContain('listen.port (--port) (RINGSIDE_LISTEN_PORT)');
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });
});
