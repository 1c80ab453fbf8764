import {
  type CommandContext,
  defineCommand,
  keyspaceName,
  operandList,
  option,
  type OptionsOf,
  parsed,
  printable,
  renderTable,
  tableName,
  text,
} from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { encodeRoutingKey, murmur3Token, serializeKey, splitTypes, type Token, type UserType } from '@ringside/ring';

/** One key with its token. */
interface KeyToken {
  readonly key: readonly string[];
  readonly types: readonly string[];
  readonly token: Token;
  readonly replicas?: readonly string[];
}

const OPTIONS = {
  types: option('--type <types>', parsed(splitTypes), 'CQL types of the partition key, separated by commas', { defaultText: 'text' }),
  keyspace: option('-k, --keyspace <name>', keyspaceName, 'Also name the replicas in this keyspace (asks the sidecar)'),
  table: option('--table <name>', tableName, 'Take the types from this table of the keyspace (asks the sidecar)'),
};

/** `ringside token`: pure arithmetic, unless a table or a keyspace is named. */
export const command = defineCommand({
  description: `Prints the token of each partition key, exactly as Cassandra's Murmur3Partitioner computes it. Needs no ring.
With several types the key is composite, and takes that many operands in turn. With --keyspace and --table the types are those of
the table's partition key, as the sidecar knows it; with --keyspace alone, only the replicas of each token are looked up. Replicas stand
in the order in which the keyspace's strategy places them, as nodetool getendpoints prints them.`,
  operands: {
    key: operandList(text, 'Partition keys: text without quotes, blobs as 0x…, lists, sets, maps, tuples and user-defined types as in CQL'),
  },
  options: OPTIONS,
  examples: [
    { command: 'ringside token alice bob', doc: 'two text keys' },
    { command: 'ringside token --type int 42', doc: 'an int key; also -- -42' },
    { command: 'ringside token --type text,int alice 2026', doc: 'one composite key of two columns' },
    { command: `ringside token --type 'frozen<set<text>>' "{'b', 'a'}"`, doc: 'a key that is made of several values' },
    { command: 'ringside token -k orders --table events 42', doc: 'types from the schema, and who holds it' },
  ],
  async run(context, { operands, options }) {
    if (options.table !== undefined && options.keyspace === undefined) {
      throw errors.INVALID_ARGUMENT({
        message: '--table needs --keyspace',
        remedy: 'Name the keyspace of the table with --keyspace.',
      });
    }
    const { types, userTypes } = await keyTypes(context, options);
    const tokens = groupKeys(operands.key, types).map((key) => tokenOf(key, types, userTypes));
    const { keyspace } = options;
    const results =
      keyspace === undefined ? tokens : await (await import('../views/token-replicas.ts')).addReplicas(context, keyspace, tokens);
    context.print(results, (rows) => tokenTable(rows, keyspace !== undefined, context.style));
  },
});

interface KeyTypes {
  readonly types: readonly string[];
  readonly userTypes: readonly UserType[];
}

async function keyTypes(context: CommandContext, { types, keyspace, table }: OptionsOf<typeof OPTIONS>): Promise<KeyTypes> {
  if (types !== undefined) return { types, userTypes: [] };
  if (keyspace === undefined || table === undefined) return { types: ['text'], userTypes: [] };
  const { readPartitionKey } = await import('@ringside/observe-commands/lookup');
  const { columns, userTypes } = await readPartitionKey(context, keyspace, table);
  return { types: columns.map((column) => column.type), userTypes };
}

function groupKeys(words: readonly string[], types: readonly string[]): string[][] {
  if (words.length % types.length !== 0) {
    throw errors.INVALID_ARGUMENT({
      message: `${words.length} operands do not make keys of ${types.length} columns (${types.join(', ')})`,
      remedy: 'Give a value for each column of each key.',
    });
  }
  return Array.from({ length: words.length / types.length }, (_, index) => words.slice(index * types.length, (index + 1) * types.length));
}

function tokenOf(key: readonly string[], types: readonly string[], userTypes: readonly UserType[]): KeyToken {
  const components = key.map((text, index) => serializeKey(types[index] ?? 'text', text, userTypes));
  return { key, types, token: murmur3Token(encodeRoutingKey(components)) };
}

function tokenTable(rows: readonly KeyToken[], withReplicas: boolean, style: Parameters<typeof renderTable>[2]): string {
  const columns = [{ heading: 'Key' }, { heading: 'Token', align: 'right' as const }, ...(withReplicas ? [{ heading: 'Replicas' }] : [])];
  return renderTable(
    columns,
    rows.map((row) => [printable(row.key.join(', ')), row.token.toString(), row.replicas?.join(', ') ?? '']),
    style,
  );
}
