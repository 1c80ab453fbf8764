import { evenTokens, murmur3Token, serializeKey, type Token, topology, replicasOf } from '@ringside/ring';
import { cited, type Figures, table } from './figure.ts';

const KEYS = 20_000;
const tokens: readonly Token[] = Array.from({ length: KEYS }, (_, at) => murmur3Token(serializeKey('text', `customer-${at}`)));

/** The share of the keys that have another owner after a change. */
function moved(before: (token: Token) => unknown, after: (token: Token) => unknown): string {
  const count = tokens.filter((token) => before(token) !== after(token)).length;
  return `${((count / KEYS) * 100).toFixed(1)} %`;
}

const modulo =
  (nodes: number) =>
  (token: Token): bigint =>
    BigInt.asUintN(64, token) % BigInt(nodes);

/** Three nodes with even tokens, and as many more as asked for, each in the middle of one range. */
function owner(newcomers: number): (token: Token) => string | undefined {
  const own = evenTokens(3);
  const middle = evenTokens(6).filter((_, at) => at % 2 === 1);
  const all = [...own, ...middle.slice(0, newcomers)];
  const ring = topology(all.map((token, at) => ({ id: `node${at + 1}`, datacenter: 'dc1', rack: 'rack1', tokens: [token] })));
  return (token) => replicasOf(ring, { class: 'SimpleStrategy', replicationFactor: 1 }, token)[0];
}

/** Figures of the page about tokens. */
export const figures: Figures = {
  share: `${((1 / 3) * 100).toFixed(1)} %`,
  'key-limit': cited('65,535 bytes', 'Cassandra 5.0 FBUtilities.MAX_UNSIGNED_SHORT, checked in QueryProcessor.validateKey'),
  keys: `${KEYS.toLocaleString('en')} keys`,
  moves: table(
    ['change', 'key → token mod n', 'key → ring'],
    [1, 2].map((more) => [`3 nodes → ${3 + more}`, moved(modulo(3), modulo(3 + more)), moved(owner(0), owner(more))]),
  ),
};
