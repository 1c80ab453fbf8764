import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClusterNode } from '@ringside/cassandra-node';
import { createCluster } from '@ringside/cluster';
import { openSession } from '@ringside/client';
import { SIDECAR_PROGRAM, startSidecarProcess, writeSidecarConfig } from '../real-sidecar/start.ts';
import { getSchemathesis } from './python.ts';

/**
 * Sends a real sidecar beside a real node what its OpenAPI document allows, and what it does not, and compares every answer with the
 * document: `npm run check:api`. The drain comes last, since nothing works after it. Where Python is missing it says so and ends with 0.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENVIRONMENT = join(ROOT, 'node_modules/.cache/ringside-check-api');
const DRAIN = '/operations/drain$';

async function main(): Promise<number> {
  const found = await getSchemathesis(ENVIRONMENT);
  if ('missing' in found) return say(`skipped: ${found.missing}`, 0);
  if (!existsSync(SIDECAR_PROGRAM)) return say('The sidecar is not built. Run npm run build first.', 1);
  const folder = await mkdtemp(join(tmpdir(), 'check-api-'));
  const cluster = await createCluster({ mode: 'throwaway', nodes: 1 });
  let sidecar: ChildProcess | undefined;
  try {
    await cluster.start();
    await cluster.waitForAllUp();
    await createSchema(cluster.node(0));
    const started = await startSidecarProcess(await writeSidecarConfig(folder, cluster.node(0)));
    sidecar = started.child;
    const check = (...args: readonly string[]): Promise<number> => runSchemathesis(found.program, folder, started.url, args);
    const all = await check('--exclude-path-regex', DRAIN);
    const drain = await check('--include-path-regex', DRAIN);
    return Math.max(all, drain);
  } finally {
    sidecar?.kill('SIGTERM');
    await cluster.destroy();
    await rm(folder, { recursive: true });
  }
}

function say(text: string, exitCode: number): number {
  process.stdout.write(`check:api ${text}\n`);
  return exitCode;
}

/** Names that the configuration below gives to the checks, so that they reach what is behind the names. */
async function createSchema(node: ClusterNode): Promise<void> {
  const session = await openSession({ contactPoints: [node.address], port: node.nativePort });
  try {
    await session.execute("CREATE KEYSPACE orders WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    await session.execute('CREATE TABLE orders.events (id int PRIMARY KEY, body text)');
    await session.execute("INSERT INTO orders.events (id, body) VALUES (1, 'x')");
  } finally {
    await session.close();
  }
}

/** Each parameter gets a name that is there, besides whatever else the document allows. */
const SETTINGS = `[parameters]
"path.keyspace" = "orders"
"path.table" = "events"
`;

/** Its exit code. Cases are the same in each run, so a finding stays found. */
async function runSchemathesis(program: string, folder: string, url: string, args: readonly string[]): Promise<number> {
  const document = `${url}/api/v1/openapi.json`;
  let worst = 0;
  for (const settings of ['', SETTINGS]) {
    const file = join(folder, 'schemathesis.toml');
    await writeFile(file, settings);
    const options = ['--checks', 'all', '--max-examples', '20', '--generation-deterministic', '--no-color'];
    const child = spawn(program, ['--config-file', file, 'run', document, ...options, ...args], { cwd: folder, stdio: 'inherit' });
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    worst = Math.max(worst, exitCode ?? 1);
  }
  return worst;
}

process.exitCode = await main();
