import type { Bench, BenchOptions } from './bench.ts';
import { type BenchedRing, onBenchedRing } from './benched-ring.ts';
import { type LoadFigures, startLoad } from './load-checker.ts';
import { median, percentile, round } from './statistics.ts';

const PER_SECOND = 200;
const NODES = 6;

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

async function run(options: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const { log, pairs = 1 } = options;
  return onBenchedRing(NODES, options, (ring) => measure({ ring, log, pairs }));
}

interface World {
  readonly ring: BenchedRing;
  readonly log: BenchOptions['log'];
  readonly pairs: number;
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

async function restart({ ring, log }: World, how: string, words: readonly string[]): Promise<Restarted> {
  const load = await startLoad(['127.0.0.1', '127.0.0.2', '127.0.0.3'], ring.port, PER_SECOND);
  const startMs = performance.now();
  const { exitCode, output } = await ring.tryRingside('restart', '--all', '--reason', 'a benchmark', ...words);
  const seconds = (performance.now() - startMs) / 1_000;
  const figures = await load.end();
  if (exitCode !== 0) throw new Error(`ringside restart ended with ${exitCode}: ${output.slice(-2_000)}`);
  log(`${how}: ${round(seconds, 1)} s, ${figures.requests} requests, ${figures.failed} failed, ${figures.lost} lost`);
  return { seconds, load: figures };
}
