import type { MerkleModel } from './model';
import type { MerkleState } from './state';

/** The result in words. */
export function tell({ depth, different, rows }: MerkleState, { cost }: MerkleModel): string {
  const leaves = 2 ** depth;
  const tree = `A tree of depth ${depth} has ${count(leaves, 'leaf', 'leaves')} for ${count(rows, 'row', 'rows')}.`;
  if (different === 0) return `${tree} The two roots are equal: one comparison, and nothing is streamed.`;
  const perReplica = cost.partitionsStreamed / 2;
  const surplus = cost.overStreaming === 1 ? 'no more than needed' : `${cost.overStreaming.toFixed(1)} times as many as needed`;
  return (
    `${tree} ${count(cost.hashesCompared, 'pair of hashes is', 'pairs of hashes are')} compared. ` +
    `${count(different, 'row differs', 'rows differ')}; each replica streams ${count(perReplica, 'row', 'rows')} to the other, ${surplus}.`
  );
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
