import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { availability } from '../availability/availability.ts';
import type { ConsistencyLevel } from '@ringside/model';
import { encodeRoutingKey } from '../key/routing-key.ts';
import { serializeKey } from '../key/serialize-key.ts';
import { placeReplicas } from '../placement/place-replicas.ts';
import { parseReplication } from '../placement/replication.ts';
import { topology } from '../placement/topology.ts';
import { murmur3Token } from '../token/murmur3.ts';
import { murmur3Arithmetic } from '../token/murmur3-arithmetic.ts';
import { token } from '../token/token.ts';

/** What tools/vectors/RingVectors.java writes; point RINGSIDE_RING_VECTORS at a larger file of it for a deeper check. */
interface Vectors {
  readonly tokens: readonly (readonly [key: string, token: string])[];
  readonly compositeKeys: readonly { readonly components: readonly string[]; readonly key: string; readonly token: string }[];
  readonly keyValues: readonly (readonly [type: string, text: string, bytes: string])[];
  readonly topologies: readonly {
    readonly endpoints: readonly (readonly [id: string, datacenter: string, rack: string, tokens: readonly string[]])[];
    readonly dead: readonly string[];
    readonly localDatacenter: string;
    readonly strategies: readonly {
      readonly replication: Readonly<Record<string, string>>;
      readonly ranges: readonly (readonly [start: string, end: string, replicas: readonly string[]])[];
      readonly blockFor: Readonly<Record<ConsistencyLevel, number>>;
      readonly unavailable: Readonly<Record<ConsistencyLevel, readonly number[]>>;
    }[];
  }[];
}

const file = process.env['RINGSIDE_RING_VECTORS'] ?? new URL('cassandra-5.0.9.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

const bytes = (hex: string): Uint8Array =>
  hex.startsWith('10000 bytes') ? Uint8Array.from({ length: 10_000 }, (_, at) => at * 131) : new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

describe('what Cassandra 5.0.9’s own classes compute', () => {
  it('is the token of every key: empty, high bytes, every tail length, 10 kB', () => {
    expect(vectors.tokens.map(([key]) => [key, String(murmur3Token(bytes(key)))])).toEqual(vectors.tokens);
    const nonEmpty = vectors.tokens.filter(([key]) => key !== '');
    expect(nonEmpty.map(([key]) => [key, String(murmur3Arithmetic(bytes(key)))])).toEqual(nonEmpty);
  });

  it('is the routing key of several columns, and its token', () => {
    for (const { components, key, token } of vectors.compositeKeys) {
      const encoded = encodeRoutingKey(components.map((component) => bytes(component)));
      expect({ key: hex(encoded), token: String(murmur3Token(encoded)) }).toEqual({ key, token });
    }
  });

  it('is the bytes of a key’s value of every type', () => {
    expect(vectors.keyValues.map(([type, text]) => [type, text, hex(serializeKey(type, text))])).toEqual(vectors.keyValues);
  });

  it('is the replicas of every range of random rings, in Cassandra’s order', () => {
    for (const ring of rings()) expect(placed(ring)).toEqual(ring.answer.ranges);
  });

  it('is which ranges are unavailable at every consistency level that reads, and how many replicas it waits for', () => {
    for (const ring of rings()) {
      for (const level of Object.keys(ring.answer.blockFor) as ConsistencyLevel[]) {
        const { ranges } = availability({
          topology: ring.topology,
          strategy: ring.strategy,
          consistency: level,
          localDatacenter: ring.localDatacenter,
          isAlive: (id) => !ring.dead.includes(id),
        });
        const unavailable = ranges.flatMap(({ state }, at) => (state === 'unavailable' ? [at] : []));
        expect({ level, unavailable }).toEqual({ level, unavailable: ring.answer.unavailable[level] });
        expect(new Set(ranges.map(({ needed }) => needed))).toEqual(new Set([ring.answer.blockFor[level]]));
      }
    }
  });
});

type Ring = ReturnType<typeof rings> extends Iterable<infer Each> ? Each : never;

function placed({ topology, strategy }: Ring): unknown {
  return placeReplicas(topology, strategy).map(({ range, replicas }) => [String(range.start), String(range.end), replicas]);
}

function* rings() {
  for (const { endpoints, dead, localDatacenter, strategies } of vectors.topologies) {
    const ring = topology(
      endpoints.map(([id, datacenter, rack, tokens]) => ({ id, datacenter, rack, tokens: tokens.map((text) => token(text)) })),
    );
    for (const answer of strategies) {
      yield { topology: ring, strategy: parseReplication(answer.replication), dead, localDatacenter, answer };
    }
  }
}
