import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPortBase, type PortClaim } from '@ringside/cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.ts';

const CQLSH = 'cqlsh==6.2.2';

/** Gets cqlsh into a Python environment of its own; `undefined` where there is no Python that can make one. */
function installCqlsh(folder: string): string | undefined {
  const made = spawnSync('python3', ['-m', 'venv', folder]);
  if (made.status !== 0) return undefined;
  const got = spawnSync(join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', CQLSH], { timeout: 180_000 });
  return got.status === 0 ? join(folder, 'bin', 'cqlsh') : undefined;
}

/** The command lines of every process that mentions a folder. */
function processesOf(folder: string): readonly string[] {
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => commandLine(pid));
  return lines.filter((line) => line.includes(folder));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

const tools = mkdtempSync(join(tmpdir(), 'ringside-newcomer-'));
const cqlsh = installCqlsh(join(tools, 'cqlsh'));

describe('a newcomer with a fresh clone and an empty cache', () => {
  let copy: WorkspaceCopy;
  let ports: PortClaim;
  const run = (command: string, ...args: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(command, args, {
      cwd: copy.folder,
      encoding: 'utf8',
      timeout: 300_000,
      env: { ...process.env, RINGSIDE_CACHE: join(tools, 'cache'), NO_COLOR: '1' },
    });

  beforeAll(async () => {
    ports = await claimPortBase({ nodes: 1 });
    copy = copyWorkspace();
  });

  afterAll(async () => {
    run('npx', 'ringside', 'down');
    await ports.release();
    copy.remove();
    rmSync(tools, { recursive: true, force: true });
  }, 120_000);

  it('gets a ring of real Cassandra from npm start alone: compiled, fetched, started', { timeout: 400_000 }, () => {
    const started = run('npm', 'start', '--', '--nodes', '1', '--port-base', String(ports.portBase), '--no-docs', '--detach');
    expect(started).toMatchObject({ status: 0 });
    const said = started.stdout + started.stderr;
    expect(said).toContain('Sources are compiled');
    expect(said).toContain('The ring is up');
    expect(said).toContain(`127.0.0.1:${ports.portBase + 42}`);
  });

  it('sees the ring with the ringside command', async () => {
    const nodes = (): unknown => (JSON.parse(run('npx', 'ringside', 'status', '--json').stdout) as { nodes: unknown }).nodes;
    await expect.poll(nodes, { timeout: 60_000, interval: 500 }).toMatchObject([{ address: '127.0.0.1', status: 'Up', state: 'Normal' }]);
  });

  it('finds the dashboard at the address that was printed', async () => {
    const page = await fetch(`http://127.0.0.1:${ports.portBase + 43}/`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Ringside</title>');
  });

  it.runIf(cqlsh !== undefined)(
    'connects with cqlsh (skipped where Python cannot install it) and gets the token that ringside token computes',
    () => {
      const rows = execFileSync(
        cqlsh ?? '',
        [
          '127.0.0.1',
          String(ports.portBase + 42),
          '--request-timeout=60',
          '-e',
          "CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}; CREATE TABLE shop.customer (id text PRIMARY KEY); INSERT INTO shop.customer (id) VALUES ('alice'); SELECT token(id) FROM shop.customer;",
        ],
        { encoding: 'utf8', stdio: 'pipe' },
      );
      const ours = JSON.parse(run('npx', 'ringside', 'token', '--type', 'text', 'alice', '--json').stdout) as unknown;
      expect(JSON.stringify(ours)).toContain(/-?\d{15,}/.exec(rows)?.[0]);
    },
  );

  it('leaves nothing running after ringside down, and keeps the data', () => {
    expect(processesOf(copy.folder).length).toBeGreaterThan(0);
    expect(run('npx', 'ringside', 'down')).toMatchObject({ status: 0 });
    expect(processesOf(copy.folder)).toEqual([]);
    expect(readdirSync(join(copy.folder, '.ringside', 'ring')).length).toBeGreaterThan(0);
  });
});
