import { murmur3Token, serializeKey, type Token } from '@ringside/ring';

/** Random tokens for a node: hashes of a counter, as good as chance and the same everywhere. */
export function randomTokens(seed: string, count: number): Token[] {
  return Array.from({ length: count }, (_, at) => murmur3Token(serializeKey('text', `${seed}.${at}`)));
}
