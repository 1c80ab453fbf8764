import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../ci/steps.ts';
import type { BenchOptions } from './bench.ts';
import { type CommandEnd, runCommand } from './command.ts';
import { cleanEnvironment } from './fresh-clone.ts';
import { type LaunchOptions, launchRing } from './launched-ring.ts';
import { freePortBase } from './port-block.ts';

const START_LIMIT_MS = 10 * 60_000;
const COMMAND_LIMIT_MS = 20 * 60_000;
/** From the base of all ports to that of CQL. */
const CQL = 42;

/** A ring of durable nodes that is there for one benchmark. */
export interface BenchedRing {
  /** Where all of its nodes, on 127.0.0.1 and the addresses after it, take CQL. */
  readonly port: number;
  /** Runs `ringside` with these words, whatever it ends with. */
  tryRingside(...words: readonly string[]): Promise<CommandEnd>;
  /**
   * Runs `ringside` with these words.
   *
   * @throws Error with the last of what it printed, unless it ends with 0
   */
  ringside(...words: readonly string[]): Promise<void>;
}

/** Starts so many durable nodes in a folder of their own, without documentation, and stops and removes them when the work is over. */
export async function onBenchedRing<Result>(
  nodes: number,
  { log, signal }: Pick<BenchOptions, 'log' | 'signal'>,
  work: (ring: BenchedRing) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-ring-'));
  try {
    const portBase = await freePortBase(nodes);
    const env = { ...cleanEnvironment(), RINGSIDE_HOME: join(folder, 'home') };
    const place: LaunchOptions = { cwd: ROOT, env, signal, limitMs: START_LIMIT_MS };
    log(`Starting ${nodes} nodes`);
    const ring = await launchRing(['--nodes', String(nodes), '--no-docs', '--port-base', String(portBase)], place);
    try {
      return await work(benchedRing(place, portBase + CQL));
    } finally {
      await ring.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function benchedRing(place: LaunchOptions, port: number): BenchedRing {
  const program = join(place.cwd, 'node_modules', '.bin', 'ringside');
  const tryRingside = (...words: readonly string[]): Promise<CommandEnd> =>
    runCommand([program, ...words], { ...place, limitMs: COMMAND_LIMIT_MS });
  return {
    port,
    tryRingside,
    async ringside(...words) {
      const { exitCode, output } = await tryRingside(...words);
      if (exitCode !== 0) throw new Error(`ringside ${words.join(' ')} ended with ${exitCode}: ${output.slice(-2_000)}`);
    },
  };
}
