import { murmur3Token, type Token } from '@ringside/ring';

/**
 * What validation mixes into a Merkle tree for one partition: its token and the digest of all that it holds
 * (`org.apache.cassandra.utils.MerkleTree.RowHash`; the class says row, but it is one for each partition, see `Validator.add`).
 */
export interface PartitionHash {
  /** Where the partition lies on the ring; the leaf that holds it takes in the digest. */
  readonly token: Token;
  /** The digest, 256 bits, never 0. Cassandra's is two Murmur3 hashes of 128 bits (`Digest.forValidator`). */
  readonly hash: bigint;
  /** How many bytes the digest read, and so about how many would be streamed. */
  readonly sizeBytes: number;
}

/** How many bytes a digest has (`MerkleTree.HASH_SIZE`). */
export const HASH_BYTES = 32;

const WORDS = 4;

/**
 * A digest of 256 bits of a partition's content. It is not Cassandra's (which reads the partition's serialized rows), and it need not
 * be: a Merkle tree only asks whether two digests are equal.
 *
 * @example
 * ```ts
 * digestOf('rex dog') === digestOf('rex dog'); // true
 * ```
 */
export function digestOf(content: string): bigint {
  const bytes = new TextEncoder().encode(`0${content}`);
  let digest = 0n;
  for (let word = 0; word < WORDS; word++) {
    bytes[0] = word;
    digest = (digest << 64n) | BigInt.asUintN(64, murmur3Token(bytes));
  }
  return digest === 0n ? 1n : digest;
}
