import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drift } from './fences/compare.ts';
import { type Place, relocate } from './quick-start/place.ts';
import { type Step, steps, VARIES_BY_RUN } from './quick-start/steps.ts';
import { interrupt, open, readerEnvironment, run, waitForOutput } from './quick-start/terminal.ts';

/** What one step printed. */
interface RecordedStep {
  readonly id: string;
  readonly command: string;
  readonly output: string;
}

const START_LIMIT_MS = 600_000;
const STEP_LIMIT_MS = 120_000;
const POLL_MS = 2_000;
const READY = /npx ringside cluster kill/;

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const file = fileURLToPath(new URL('../src/recorded/quick-start.json', import.meta.url));

/**
 * Follows Quick start on a real ring and keeps what it printed.
 *
 *     record-quick-start.ts [--port-base 9000] [--check]
 *
 * A port base of four digits keeps the columns of what is shown straight. With `--check` it keeps nothing, compares with what is kept, and ends with 1 on a difference that the rules do not excuse.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, 'port-base': { type: 'string', default: '9000' } },
  });
  const scratch = await mkdtemp(join(tmpdir(), 'ringside-quick-start-'));
  try {
    const home = join(scratch, '.ringside');
    // An empty cache: what is shown is a first run, in which the jars have to come.
    const env = readerEnvironment({ RINGSIDE_HOME: home, RINGSIDE_CACHE: join(scratch, 'cache'), COLUMNS: '100' });
    const recorded = await record({ root, home, portBase: Number(values['port-base']) }, env);
    return values.check ? await compare(recorded) : await keep(recorded);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function record(place: Place, env: NodeJS.ProcessEnv): Promise<readonly RecordedStep[]> {
  const ring = open(`npm start -- --port-base ${place.portBase}`, place.root, env);
  try {
    await waitForOutput(ring, READY, START_LIMIT_MS);
    const started = ring.output();
    const taken: RecordedStep[] = [];
    for (const step of steps) taken.push({ id: step.id, command: step.command, output: relocate(await take(step, place, env), place) });
    await interrupt(ring);
    const shown = relocate(started, place).replace(` --port-base ${place.portBase}`, '');
    const stopped = relocate(ring.output().slice(started.length), place).trim();
    return [{ id: 'start', command: 'npm start', output: shown }, ...taken, { id: 'stop', command: '', output: `^C\n${stopped}` }];
  } finally {
    await interrupt(ring);
  }
}

async function take(step: Step, place: Place, env: NodeJS.ProcessEnv): Promise<string> {
  const command = step.command.replace(':9043', `:${place.portBase + 43}`);
  const endMs = performance.now() + STEP_LIMIT_MS;
  for (;;) {
    const output = await run(command, place.root, env, STEP_LIMIT_MS);
    if (step.until === undefined || step.until.test(output)) return output;
    if (performance.now() > endMs) throw new Error(`${step.command} never printed ${step.until}; at last it printed:\n${output}`);
    await sleep(POLL_MS);
  }
}

async function keep(recorded: readonly RecordedStep[]): Promise<number> {
  await writeFile(file, `${JSON.stringify({ steps: recorded }, null, 2)}\n`);
  return 0;
}

async function compare(recorded: readonly RecordedStep[]): Promise<number> {
  const kept = JSON.parse(await readFile(file, 'utf8')) as { steps: readonly RecordedStep[] };
  const faults = recorded.flatMap(({ id, command, output }) => {
    const before = kept.steps.find((step) => step.id === id);
    if (before === undefined) return [`${id}: was never recorded`];
    const differs = drift(`${before.command}\n${before.output}`, `${command}\n${output}`, VARIES_BY_RUN);
    return differs === '' ? [] : [`${id} (${command}):\n${differs}`];
  });
  for (const fault of faults) process.stderr.write(`Quick start shows what is no longer printed. ${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = await main();
