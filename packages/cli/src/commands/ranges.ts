import type { RangeAvailability } from '@ringside/api';
import { CONSISTENCY_OPTION, defineCommand, flag, keyspaceName, operand, renderTable, type Style } from '@ringside/cli-kit';
import { type KeyspaceRanges, keyspaceRanges } from '@ringside/observe-commands/lookup';

/** `ringside ranges <keyspace>`: where is my data, and can it be reached? */
export const command = defineCommand({
  description: `Prints each token range (start, end] of a keyspace with its replicas in Cassandra's order, those that are down marked, and
whether requests at the consistency level succeed.`,
  operands: { keyspace: operand(keyspaceName, 'The keyspace') },
  options: {
    consistency: CONSISTENCY_OPTION,
    unavailable: flag('--unavailable', 'Only ranges that are not fully available'),
  },
  examples: [
    { command: 'ringside ranges orders', doc: 'every range and its replicas' },
    { command: 'ringside ranges orders --unavailable -c ALL', doc: 'what ALL cannot reach' },
  ],
  async run(context, { operands, options }) {
    const found = await keyspaceRanges(context, operands.keyspace, options.consistency);
    const ranges = options.unavailable ? found.ranges.filter((range) => range.state !== 'available') : found.ranges;
    const result = { ...found, ranges };
    context.print(result, (value) => rangesText(value, context.style));
  },
});

const STATE_WORDS: Readonly<Record<RangeAvailability['state'], string>> = {
  available: 'available',
  underReplicated: 'under-replicated',
  unavailable: 'UNAVAILABLE',
};

function rangesText(value: KeyspaceRanges, style: Style): string {
  if (value.ranges.length === 0) return `No such range of ${value.keyspace} at ${value.consistency}.\n`;
  const rows = value.ranges.map((range) => [
    range.start,
    range.end,
    range.replicas.map((replica) => (range.live.includes(replica) ? replica : style.red(`${replica} (down)`))).join(', '),
    `${range.live.length}/${range.needed}`,
    paintState(range.state, style),
  ]);
  const columns = [
    { heading: 'Start', align: 'right' },
    { heading: 'End', align: 'right' },
    { heading: 'Replicas' },
    { heading: 'Live/needed' },
    { heading: `At ${value.consistency}` },
  ] as const;
  return renderTable(columns, rows, style);
}

function paintState(state: RangeAvailability['state'], style: Style): string {
  const paint = state === 'available' ? style.green : state === 'unavailable' ? style.red : style.yellow;
  return paint(STATE_WORDS[state]);
}
