import type { NodeEntry } from '@ringside/api';
import {
  askSidecar,
  type CommandContext,
  type CommandSpec,
  defineCommand,
  keyspaceName,
  operand,
  operandList,
  PARTIAL_FAILURE,
  printable,
  renderTable,
  sidecarClient,
  type Style,
  tableName,
  text,
} from '@ringside/cli-kit';
import { errors, toOpsError } from '@ringside/core';
import { formatEndpoint, type KeyspaceName, type TableName } from '@ringside/model';
import { encodeRoutingKey, murmur3Token, serializeKey, type Token } from '@ringside/ring';
import { keyspaceRanges, rangeOf } from './keyspace-ranges.ts';
import { readPartitionKey } from './partition-key.ts';

/** One replica of a partition. */
interface Replica {
  /** `address:port`. */
  readonly endpoint: string;
  readonly datacenter: string | null;
  readonly rack: string | null;
  readonly isUp: boolean;
  /** Paths of its data files that hold the partition; null where nobody could be asked. */
  readonly sstables: readonly string[] | null;
  /** Why nobody could be asked. */
  readonly reason?: string;
}

/** `ringside where`: key → token → replicas → SSTables. */
export const where: CommandSpec = defineCommand({
  description: `Prints the token of a partition key, the replicas of that token in the keyspace, in the order in which they are placed, whether they are up, and which of
their SSTables hold the partition. That a replica has none can mean that the partition is in its memtable only, or not there. Each replica's own sidecar is asked.
The exit code is 75 where a replica that is up has no sidecar that answers.`,
  operands: {
    keyspace: operand(keyspaceName, 'The keyspace'),
    table: operand(tableName, 'The table, or a materialized view'),
    key: operandList(text, 'A value for each column of the partition key, written as for ringside token'),
  },
  examples: [
    { command: 'ringside where orders events 42', doc: 'a key of one column' },
    { command: 'ringside where shop carts alice 2026-03-01', doc: 'a composite key of two columns' },
    { command: `ringside where '"Orders"' '"Events"' 42`, doc: 'names that CQL quotes' },
  ],
  async run(context, { operands }) {
    const { keyspace, table } = operands;
    const key = await keyOf(context, keyspace, table, operands.key);
    const partitionToken = murmur3Token(key);
    const endpoints = await placed(context, keyspace, partitionToken);
    const { nodes } = await askSidecar(context, (client) => client.nodes({}, { signal: context.signal }));
    const replicas = await Promise.all(endpoints.map((each) => lookAt(context, { ...each, keyspace, table, key }, nodes)));
    const result = { keyspace, table, key: operands.key, token: partitionToken, replicas };
    context.print(result, () => whereText(partitionToken, replicas, context.style));
    return replicas.every(({ isUp, sstables }) => !isUp || sstables !== null) ? 0 : PARTIAL_FAILURE;
  },
});

async function keyOf(context: CommandContext, keyspace: KeyspaceName, table: TableName, words: readonly string[]): Promise<Uint8Array> {
  const { columns, userTypes } = await readPartitionKey(context, keyspace, table);
  if (words.length !== columns.length)
    throw errors.INVALID_ARGUMENT({
      message: `The partition key of ${keyspace}.${table} has ${columns.length} columns, and ${words.length} values are given`,
      remedy: `Give a value for each: ${columns.map(({ name, type }) => `${name} (${type})`).join(', ')}.`,
    });
  return encodeRoutingKey(words.map((word, index) => serializeKey(columns[index]?.type ?? 'text', word, userTypes)));
}

interface Placed {
  readonly endpoint: string;
  readonly isUp: boolean;
}

async function placed(context: CommandContext, keyspace: KeyspaceName, at: Token): Promise<readonly Placed[]> {
  const { ranges } = await keyspaceRanges(context, keyspace);
  const range = rangeOf(ranges, at);
  return (range?.replicas ?? []).map((endpoint) => ({ endpoint, isUp: range?.live.includes(endpoint) === true }));
}

interface Wanted extends Placed {
  readonly keyspace: KeyspaceName;
  readonly table: TableName;
  readonly key: Uint8Array;
}

/** Asks a replica's own sidecar: no other one sees its files. */
async function lookAt(context: CommandContext, { endpoint, isUp, ...partition }: Wanted, nodes: readonly NodeEntry[]): Promise<Replica> {
  const node = nodes.find((each) => formatEndpoint(each) === endpoint);
  const replica = { endpoint, datacenter: node?.datacenter ?? null, rack: node?.rack ?? null, isUp };
  if (!isUp) return { ...replica, sstables: null, reason: 'it is down' };
  try {
    const client = await sidecarClient(context, node?.sidecarUrl ?? '');
    return { ...replica, sstables: (await client.partitionSstables(partition, { signal: context.signal })).sstables };
  } catch (thrown) {
    return { ...replica, sstables: null, reason: toOpsError(thrown).message };
  }
}

function whereText(at: Token, replicas: readonly Replica[], style: Style): string {
  const columns = ['Replica', 'Datacenter', 'Rack', 'Status', 'SSTables'].map((heading) => ({ heading }));
  const rows = replicas.flatMap(({ endpoint, datacenter, rack, isUp, sstables, reason = '' }) => {
    const [first = '', ...others] = sstables === null ? [`? (${printable(reason)})`] : sstables.length === 0 ? ['none'] : sstables;
    const head = [endpoint, datacenter ?? '?', rack ?? '?', isUp ? style.green('Up') : style.red('Down'), first];
    return [head, ...others.map((path) => ['', '', '', '', path])];
  });
  return `Token ${at}\n\n${renderTable(columns, rows, style)}`;
}
