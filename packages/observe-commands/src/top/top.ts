import {
  type CommandContext,
  type CommandSpec,
  defineCommand,
  duration,
  flag,
  integer,
  option,
  renderTable,
  type Style,
} from '@ringside/cli-kit';
import { formatDuration } from '@ringside/core';
import { answersOf, askEach, exitCodeOf, failuresText } from '../each-node.ts';
import { watched } from '../watched.ts';
import { type BusyNode, busyNode, type BusyTable, busyTables, nodesIn, overNodes, WANTED } from './busy.ts';
import { listenForEnd } from './keys.ts';
import { readScrape, type Scrape } from './scrape.ts';

const INTERVAL_MS = 5_000;
const TABLES = 10;
/** Long enough that two readings of tables are among them at the usual interval: those are made every half a minute. */
const SCRAPES_KEPT = 12;

/** `ringside top`: what is busy? */
export const top: CommandSpec = defineCommand({
  description: `Prints how busy each node of the local ring is (or the one beside --sidecar): requests of clients, their 99th percentile, errors, what waits, and heap; then the busiest tables,
over all nodes. On a terminal it goes on until q or Ctrl-C; elsewhere it prints one round. The first round is about the time since each node started, those after it about the time between two readings
of its metrics: a sidecar reads requests every 5 s and tables every 30 s. Every replica counts in the numbers of tables. The exit code is 75 where a node did not answer.`,
  options: {
    interval: option('--interval <duration>', duration({ atLeast: 500 }), 'From one round to the next', { defaultText: '5s' }),
    tables: option('--tables <count>', integer({ atLeast: 0, atMost: 1_000 }), 'How many tables', { defaultText: '10' }),
    once: flag('--once', 'Print one round, also on a terminal'),
    watch: flag('--watch', 'Go on, also where the output is no terminal'),
  },
  examples: [
    { command: 'ringside top', doc: 'live, until q' },
    { command: 'ringside top --once --tables 3', doc: 'one round' },
    { command: 'ringside top --watch --json', doc: 'one JSON value a round, for a program' },
  ],
  async run(context, { options }) {
    const { interval = INTERVAL_MS, tables = TABLES, once, watch } = options;
    const goesOn = !once && (watch || (context.io.outIsTerminal && !context.json));
    const kept = new Map<string, readonly Scrape[]>();
    const round = (): Promise<number> => printRound(context, kept, tables);
    if (!goesOn) return await round();
    const keys = listenForEnd(context);
    try {
      return await watched(context, true, round, { everyMs: interval, until: keys.ended });
    } finally {
      keys.close();
    }
  },
});

async function printRound(context: CommandContext, kept: Map<string, readonly Scrape[]>, most: number): Promise<number> {
  const asked = await askEach(context, (client) => client.metrics({}, { signal: context.signal }));
  const nodes: BusyNode[] = [];
  const perNode: BusyTable[] = [];
  for (const { sidecar, answer } of answersOf(asked)) {
    const newest = readScrape(answer, context.clock.nowMs(), (name) => WANTED.test(name));
    const older = kept.get(sidecar) ?? [];
    kept.set(sidecar, [newest, ...older].slice(0, SCRAPES_KEPT));
    for (const node of nodesIn(newest)) {
      nodes.push(busyNode(newest, older, node));
      perNode.push(...busyTables(newest, older, node));
    }
  }
  const tables = overNodes(perNode).slice(0, most);
  const failures = asked.filter(({ ok }) => !ok).map(({ sidecar, error }) => ({ sidecar, error }));
  context.print({ nodes, tables, failures }, () => roundText(nodes, tables, context.style) + failuresText(asked));
  return exitCodeOf(asked);
}

function roundText(nodes: readonly BusyNode[], tables: readonly BusyTable[], style: Style): string {
  const right = (heading: string): { readonly heading: string; readonly align: 'right' } => ({ heading, align: 'right' });
  const ofNodes = ['Over', 'Reads/s', 'p99', 'Writes/s', 'p99', 'Errors/s', 'Waiting', 'Compactions', 'Heap'].map(right);
  const first = renderTable([{ heading: 'Node' }, ...ofNodes], nodes.map(nodeRow), style);
  if (tables.length === 0) return first;
  const ofTables = ['Reads/s', 'p99', 'Writes/s', 'p99', 'SSTables', 'Compactions'].map(right);
  return `${first}\n${renderTable([{ heading: 'Table' }, ...ofTables], tables.map(tableRow), style)}`;
}

function nodeRow(node: BusyNode): readonly string[] {
  return [
    node.node,
    node.seconds === null ? '?' : formatDuration(Math.round(node.seconds) * 1_000),
    rate(node.readsPerSecond),
    latency(node.readP99Ms),
    rate(node.writesPerSecond),
    latency(node.writeP99Ms),
    rate(node.errorsPerSecond),
    node.pendingTasks === null ? '?' : String(node.pendingTasks),
    node.pendingCompactions === null ? '?' : String(node.pendingCompactions),
    node.heapRatio === null ? '?' : `${Math.round(node.heapRatio * 100)}%`,
  ];
}

function tableRow(table: BusyTable): readonly string[] {
  return [
    `${table.keyspace}.${table.table}`,
    rate(table.readsPerSecond),
    latency(table.readP99Ms),
    rate(table.writesPerSecond),
    latency(table.writeP99Ms),
    String(table.sstables),
    String(table.pendingCompactions),
  ];
}

function rate(perSecond: number | null): string {
  if (perSecond === null) return '?';
  return perSecond >= 100 ? String(Math.round(perSecond)) : perSecond.toFixed(perSecond >= 10 ? 1 : 2);
}

function latency(ms: number | null): string {
  return ms === null ? '' : `${ms >= 100 ? Math.round(ms) : ms.toFixed(1)} ms`;
}
