import { MIN_TOKEN, murmur3Token } from '@ringside/ring';
import { digestOf, type PartitionHash, type ReplicaPair, type StreamingCost, streamingCost, treeMemory } from '@ringside/storage-model';
import { MAX_DEPTH, type MerkleState } from './state';

/** What follows from a state. */
export interface MerkleModel {
  readonly cost: StreamingCost;
  readonly rows: readonly { readonly token: bigint; readonly differs: boolean }[];
  /** The same rows with trees of every depth, the shallowest first. */
  readonly curve: readonly DepthRow[];
}

/** One depth in the table. */
export interface DepthRow {
  readonly depth: number;
  readonly leaves: number;
  readonly hashesCompared: number;
  readonly rowsStreamed: number;
  readonly overStreaming: number;
  readonly heapBytes: number;
}

const ROW_BYTES = 1000;

/** Two replicas with the same rows, of which the second has some in an older version, and what repairing them costs. */
export function model(state: MerkleState): MerkleModel {
  const pair = replicas(state);
  const old = new Set(pair.right.filter(({ hash }, index) => hash !== pair.left[index]?.hash));
  const curve = Array.from({ length: MAX_DEPTH + 1 }, (_, depth): DepthRow => {
    const { hashesCompared, partitionsStreamed, overStreaming } = streamingCost(pair, depth);
    return { depth, ...treeMemory(depth), hashesCompared, rowsStreamed: partitionsStreamed, overStreaming };
  });
  return {
    cost: streamingCost(pair, state.depth),
    rows: pair.right.map((row) => ({ token: row.token, differs: old.has(row) })),
    curve,
  };
}

function replicas({ rows, different, seed }: MerkleState): ReplicaPair {
  const text = new TextEncoder();
  const tokens = Array.from({ length: rows }, (_, row) => murmur3Token(text.encode(`row ${row} of ${seed}`)));
  const version =
    (content: string) =>
    (token: PartitionHash['token'], index: number): PartitionHash => {
      return { token, hash: digestOf(index < different ? `${token} ${content}` : `${token}`), sizeBytes: ROW_BYTES };
    };
  return { range: { start: MIN_TOKEN, end: MIN_TOKEN }, left: tokens.map(version('new')), right: tokens.map(version('old')) };
}
