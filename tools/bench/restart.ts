import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../ci/steps.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { runCommand } from './command.ts';
import { cleanEnvironment } from './fresh-clone.ts';
import { type LaunchOptions, launchRing } from './launched-ring.ts';
import { type LoadFigures, startLoad } from './load-checker.ts';
import { freePortBase } from './port-block.ts';
import { median, percentile, round } from './statistics.ts';

const START_LIMIT_MS = 10 * 60_000;
const RESTART_LIMIT_MS = 20 * 60_000;
const PER_SECOND = 200;
const NODES = 6;
/** From the base of all ports to that of CQL. */
const CQL = 42;

/** Rolling restarts of six durable nodes in three racks under a steady load: node by node, and a rack at a time. */
export const bench: Bench = {
  name: 'restart',
  describe:
    'Six durable nodes in three racks, 200 requests/s of the stock driver at LOCAL_QUORUM through rolling restarts: none fails, no acknowledged write is lost; a rack at a time ≤ 0.45 × node by node',
  bars: [
    { figure: 'failed', atMost: 0 },
    { figure: 'lost', atMost: 0 },
    { figure: 'zone.ratio', atMost: 0.45 },
  ],
  run,
};

/** One restart with what the client saw. */
interface Restarted {
  readonly seconds: number;
  readonly load: LoadFigures;
}

async function run({ log, pairs = 1, signal }: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-restart-'));
  try {
    const portBase = await freePortBase(NODES);
    const env = { ...cleanEnvironment(), RINGSIDE_HOME: join(folder, 'home') };
    const place: LaunchOptions = { cwd: ROOT, env, signal, limitMs: START_LIMIT_MS };
    log('Starting six nodes');
    const ring = await launchRing(['--nodes', String(NODES), '--no-docs', '--port-base', String(portBase)], place);
    try {
      return await measure({ place, log, pairs, port: portBase + CQL });
    } finally {
      await ring.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface World {
  readonly place: LaunchOptions;
  readonly log: BenchOptions['log'];
  readonly pairs: number;
  readonly port: number;
}

async function measure(world: World): Promise<Readonly<Record<string, unknown>>> {
  const single: Restarted[] = [];
  const racks: Restarted[] = [];
  for (let pair = 1; pair <= world.pairs; pair += 1) {
    single.push(await restart(world, 'node by node', ['--at-most', '1']));
    racks.push(await restart(world, 'a rack at a time', []));
  }
  const all = [...single, ...racks].map(({ load }) => load);
  const secondsOf = (restarts: readonly Restarted[]): number => round(median(restarts.map(({ seconds }) => seconds)), 1);
  return {
    pairs: world.pairs,
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    failures: all.flatMap(({ failures }) => failures).slice(0, 5),
    p99Ms: round(
      percentile(
        all.flatMap(({ latenciesMs }) => latenciesMs),
        99,
      ),
      1,
    ),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
    single: { seconds: secondsOf(single) },
    zone: { seconds: secondsOf(racks), ratio: round(secondsOf(racks) / secondsOf(single)) },
  };
}

async function restart({ place, log, port }: World, how: string, words: readonly string[]): Promise<Restarted> {
  const load = await startLoad(['127.0.0.1', '127.0.0.2', '127.0.0.3'], port, PER_SECOND);
  const startMs = performance.now();
  const command = [join(place.cwd, 'node_modules', '.bin', 'ringside'), 'restart', '--all', '--reason', 'a benchmark', ...words];
  const { exitCode, output } = await runCommand(command, { ...place, limitMs: RESTART_LIMIT_MS });
  const seconds = (performance.now() - startMs) / 1_000;
  const figures = await load.end();
  if (exitCode !== 0) throw new Error(`ringside restart ended with ${exitCode}: ${output.slice(-2_000)}`);
  log(`${how}: ${round(seconds, 1)} s, ${figures.requests} requests, ${figures.failed} failed, ${figures.lost} lost`);
  return { seconds, load: figures };
}
