import type { HotPartitionsAnswer, HotSample } from '@ringside/api';
import {
  type CommandSpec,
  defineCommand,
  duration,
  integer,
  keyspaceName,
  option,
  optionalOperand,
  printable,
  renderTable,
  type Style,
  tableName,
} from '@ringside/cli-kit';
import { errors, formatBytes, formatDuration } from '@ringside/core';
import { answersOf, askEach, exitCodeOf, failuresText } from './each-node.ts';
import { WATCH_OPTION, watched } from './watched.ts';

const FOR_MS = 1_000;
const TOP = 10;

/** A partition on all nodes that saw it. */
interface HotOnNodes {
  readonly sampler: HotSample['sampler'];
  readonly keyspace: string;
  readonly table: string;
  readonly key: string;
  /** Of all nodes that saw it; of writes and statements the largest of one. */
  readonly count: number;
  readonly nodes: number;
}

/** `ringside hot`: which partitions are busy just now? */
export const hot: CommandSpec = defineCommand({
  description: `Samples every node of the local ring (or the one beside --sidecar) for a moment and prints which partitions were read and written most, contended for by lightweight transactions, written
in the largest pieces, and read slowest; those of all tables of users, or of one table. It is what nodetool profileload does, on all nodes at once. Every replica that is
asked counts a request. A partition that nobody asks for while the nodes are sampled isn't seen. The exit code is 75 where a node did not answer.`,
  operands: {
    keyspace: optionalOperand(keyspaceName, 'A keyspace; then a table of it too'),
    table: optionalOperand(tableName, 'A table of it'),
  },
  options: {
    for: option('--for <duration>', duration({ atLeast: 100, atMost: 60_000 }), 'For how long to sample', { defaultText: '1s' }),
    top: option('--top <count>', integer({ atLeast: 1, atMost: 100 }), 'How many partitions of each kind', { defaultText: '10' }),
    watch: WATCH_OPTION,
  },
  examples: [
    { command: 'ringside hot', doc: 'all tables, for a second' },
    { command: 'ringside hot shop carts --for 10s --top 3', doc: 'one table, longer' },
  ],
  run: (context, { operands: { keyspace, table }, options }) => {
    if (keyspace !== undefined && table === undefined)
      throw errors.INVALID_ARGUMENT({ message: `Which table of ${keyspace}?`, remedy: 'Name a table too, or neither.' });
    const { for: durationMs = FOR_MS, top = TOP, watch } = options;
    const asked = { ...(keyspace && table && { keyspace, table }), durationMs, top };
    return watched(context, watch, async () => {
      const nodes = await askEach(context, (client) => client.hotPartitions(asked, { signal: context.signal }));
      const partitions = overNodes(
        answersOf(nodes).map(({ answer }) => answer),
        top,
      );
      context.print({ partitions, nodes }, () => hotText(partitions, durationMs, context.style) + failuresText(nodes));
      return exitCodeOf(nodes);
    });
  },
});

/** Adding them up would say nothing of the largest write, or of the slowest read. */
const IS_LARGEST: ReadonlySet<HotSample['sampler']> = new Set<HotSample['sampler']>(['writeBytes', 'localReadMicros']);

function overNodes(answers: readonly HotPartitionsAnswer[], top: number): readonly HotOnNodes[] {
  const found = new Map<string, HotOnNodes & { readonly seenBy: ReadonlySet<HotPartitionsAnswer> }>();
  for (const answer of answers)
    for (const { sampler, partitions } of answer.samples)
      for (const { keyspace, table, key, count } of partitions) {
        const id = [sampler, keyspace, table, key].join('\0');
        const known = found.get(id);
        const together = IS_LARGEST.has(sampler) ? Math.max(known?.count ?? 0, count) : (known?.count ?? 0) + count;
        // A node may tell of the same partition several times: of each of its largest writes.
        const seenBy = new Set([...(known?.seenBy ?? []), answer]);
        found.set(id, { sampler, keyspace, table, key, count: together, nodes: seenBy.size, seenBy });
      }
  const all = Array.from(found.values(), ({ sampler, keyspace, table, key, count, nodes }) => ({
    sampler,
    keyspace,
    table,
    key,
    count,
    nodes,
  })).toSorted((a, b) => b.count - a.count);
  return KINDS.flatMap(([sampler]) => all.filter((each) => each.sampler === sampler).slice(0, top));
}

const KINDS: readonly (readonly [sampler: HotSample['sampler'], title: string, unit: (count: number) => string])[] = [
  ['reads', 'Read most', String],
  ['writes', 'Written most', String],
  ['casContentions', 'Contended for by lightweight transactions', String],
  ['writeBytes', 'Largest writes', formatBytes],
  ['localReadMicros', 'Slowest reads of a replica', (micros) => formatDuration(micros / 1_000)],
];

/** Keys may be any blob, and statements any length. */
const LONGEST_KEY = 60;

function hotText(partitions: readonly HotOnNodes[], durationMs: number, style: Style): string {
  const parts = KINDS.flatMap(([sampler, title, unit]) => {
    const own = partitions.filter((each) => each.sampler === sampler);
    if (own.length === 0) return [];
    const columns = [
      { heading: 'Table' },
      { heading: 'Key' },
      { heading: 'Seen', align: 'right' as const },
      { heading: 'Nodes', align: 'right' as const },
    ];
    const rows = own.map(({ keyspace, table, key, count, nodes }) => [`${keyspace}.${table}`, shortened(key), unit(count), String(nodes)]);
    return [`${style.bold(title)}\n${renderTable(columns, rows, style)}`];
  });
  return parts.length === 0 ? `Nobody asked for a partition in ${formatDuration(durationMs)}.\n` : parts.join('\n');
}

function shortened(key: string): string {
  const shown = printable(key);
  return shown.length > LONGEST_KEY ? `${shown.slice(0, LONGEST_KEY - 1)}…` : shown;
}
