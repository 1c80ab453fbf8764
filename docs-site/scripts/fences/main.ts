import { parseArgs } from 'node:util';
import { formatDuration, nearest, throwIfAborted } from '@ringside/core';
import { cleanUp } from './clean-up.ts';
import { type Lane, planLanes, type Stretch } from './lanes.ts';
import { pageFiles, readPages } from './page.ts';
import { recordPage } from './record.ts';
import { adoptRing, type Ring, startRing } from './ring.ts';
import { isBroken, type PageResult, runPage } from './run-page.ts';
import { checkTypes } from './run-ts.ts';

const HELP = `Runs every cql, bash and ts fence of the documentation against real Cassandra and compares what it prints with what is shown.

Usage: npm run docs:check -- [page…] [options]     (a page as learn/gossip; none: all)
       npm run docs:record -- [page…] [options]    (writes what is printed now into the pages)

Options:
  --ring <folder>      Use the ring of this state folder, which runs, and leave it running
  --port-base <port>   Base of the ports of the ring that is started, where one is enough (default: free ones)
  --list               Name the pages with the number of their fences, and run nothing
  --json               One JSON value instead of lines
  --help               This text

Ends with 1 when anything drifted or failed.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      record: { type: 'boolean', default: false },
      ring: { type: 'string' },
      'port-base': { type: 'string' },
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(HELP, 0);
  const pages = await readPages(positionals.length === 0 ? undefined : await known(positionals));
  if (values.list) return say(pages.map(({ id, fences }) => `${id}  ${fences.length}\n`).join(''), 0);
  const types = await checkTypes(pages);
  if (types !== '') return say(types, 1);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const portBase = values['port-base'] === undefined ? undefined : Number(values['port-base']);
  const open = ({ ring }: Stretch): Promise<Ring> =>
    values.ring === undefined || ring === 'of-its-own' ? startRing(ring, portBase) : adoptRing(values.ring);
  const runLane = async (lane: Lane): Promise<boolean> => {
    let isGood = true;
    for (const stretch of lane) isGood = (await runPages(stretch, await open(stretch), values, stop.signal)) && isGood;
    return isGood;
  };
  const lanes = planLanes(pages);
  // A ring or ports that are given stand for all of them, so the lanes take turns.
  const inTurn = values.ring !== undefined || portBase !== undefined;
  const good = await Promise.all((inTurn ? [lanes.flat()] : lanes).map(runLane));
  return good.every(Boolean) ? 0 : 1;
}

async function runPages(
  { pages }: Stretch,
  ring: Ring,
  { record, json }: { record: boolean; json: boolean },
  signal: AbortSignal,
): Promise<boolean> {
  let isGood = true;
  try {
    for (const page of pages) {
      throwIfAborted(signal, 'Running the pages');
      const result = await runPage(page, ring, signal);
      if (record) await recordPage(result);
      say(json ? `${JSON.stringify(summary(result))}\n` : report(result, record), 0);
      isGood &&=
        result.leftovers.length === 0 &&
        result.fences.every((fence) => fence.fault === undefined || (record && fence.fence.output !== undefined && !isBroken(fence)));
    }
  } finally {
    await ring.stop();
  }
  return isGood;
}

async function known(ids: readonly string[]): Promise<readonly string[]> {
  const all = [...(await pageFiles()).keys()];
  const unknown = ids.find((id) => !all.includes(id));
  if (unknown === undefined) return ids;
  const near = nearest(unknown, all);
  throw new Error(`There is no page "${unknown}".${near === undefined ? '' : ` Did you mean "${near}"?`} --list names all with fences.`);
}

function summary({ page, fences, leftovers, elapsedMs }: PageResult): object {
  const faults = fences.flatMap(({ fence, fault }) => (fault === undefined ? [] : [{ line: fence.line, fault }]));
  const times = fences.map((result) => ({ line: result.fence.line, elapsedMs: Math.round(result.elapsedMs) }));
  return { page: page.id, fences: times, elapsedMs: Math.round(elapsedMs), faults, leftovers };
}

function report({ page, fences, leftovers, elapsedMs }: PageResult, isRecording: boolean): string {
  const faults = fences.flatMap(({ fence, fault }) => (fault === undefined ? [] : [`docs/${page.id}.mdx:${fence.line}: ${fault}\n`]));
  const left = leftovers.map((text) => `docs/${page.id}.mdx: ${text}\n`);
  const mark = faults.length + left.length === 0 ? '✔' : isRecording ? '●' : '✖';
  return `${mark} ${page.id}  ${fences.length} fences  ${formatDuration(elapsedMs)}\n${[...faults, ...left].join('')}`;
}

function say(text: string, exitCode: number): number {
  process.stdout.write(text);
  return exitCode;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
await cleanUp();
// A driver that lost a node may keep a connection; everything has been said and the ring is stopped.
process.exit();
