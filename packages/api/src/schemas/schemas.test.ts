import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { RingEntry } from '../index.ts';
import { routes } from '../routes.ts';
import { answerSchemas, parameterSchemas, REQUIRED_QUERY } from './index.ts';
import { schemaFor } from './schema-for.ts';

const entry: RingEntry = {
  datacenter: 'dc1',
  address: '127.0.0.1',
  port: 7000,
  rack: 'r1',
  status: 'Up',
  state: 'Normal',
  load: '88.49 KiB',
  owns: '33.33%',
  token: '-9223372036854775808',
  fqdn: 'localhost',
  hostId: 'Unknown',
};

describe('schemaFor()', () => {
  it('compiles only for a schema of exactly that type', () => {
    interface Pair {
      readonly left: string;
      readonly right?: number;
    }
    const right = Type.Object({ left: Type.String(), right: Type.Optional(Type.Number()) });
    expectTypeOf<Static<typeof right>>().toExtend<Pair>();
    schemaFor<Pair>()(right);
    // @ts-expect-error a field is missing
    schemaFor<Pair>()(Type.Object({ left: Type.String(), wrong: Type.Number() }));
    // @ts-expect-error a field has another type
    schemaFor<Pair>()(Type.Object({ left: Type.Number(), right: Type.Optional(Type.Number()) }));
    // @ts-expect-error an optional field is required
    schemaFor<Pair>()(Type.Object({ left: Type.String(), right: Type.Number() }));
  });
});

describe('answerSchemas', () => {
  it('accept what the type allows and refuse what it does not', () => {
    expect(Value.Check(answerSchemas.ring, [entry, { ...entry, owns: '?', load: '?', status: '?' }])).toBe(true);
    for (const fault of [{ token: 12 }, { token: '1.5' }, { status: 'up' }, { owns: '0.33' }, { port: '7000' }])
      expect(Value.Check(answerSchemas.ring, [{ ...entry, ...fault }])).toBe(false);
  });

  it('let fields pass that a later version may add', () => {
    expect(Value.Check(answerSchemas.ring, [{ ...entry, later: true }])).toBe(true);
  });
});

describe('parameterSchemas', () => {
  it('know every parameter of every route', () => {
    for (const { path, query } of Object.values(routes))
      for (const name of [...query, ...[...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)])
        expect(parameterSchemas).toHaveProperty(name);
    for (const name of REQUIRED_QUERY) expect(parameterSchemas).toHaveProperty(name);
  });

  const cases: Record<string, { good: string[]; bad: string[] }> = {
    keyspace: {
      good: ['a', 'Orders_2', '"Orders"', '"2x"', 'a'.repeat(48)],
      bad: ['', '2x', '_x', 'a-b', '"a', '"a b"', '""', 'a'.repeat(49), 'a"'],
    },
    snapshot: { good: ['before upgrade', '...', 'ä', 'a.b'], bad: ['', '.', '..', 'a/b', 'a\u0000b'] },
    instanceId: { good: ['1', '-1'], bad: ['', '1.5', 'one', '1e3'] },
    ttl: { good: ['2d', '60s', '90m', '1h'], bad: ['', '2', 'd', '2w', '-2d', '1.5h', ' 2d'] },
    level: { good: ['DEBUG', 'OFF'], bad: ['', 'debug', 'LOUD'] },
    logger: { good: ['ROOT', 'org.apache.cassandra.gms.Gossiper$1'], bad: ['', 'a b', 'a/b'] },
  };

  for (const [name, { good, bad }] of Object.entries(cases))
    it(`${name} takes what Cassandra takes`, () => {
      const schema = parameterSchemas[name] ?? Type.Never();
      expect(good.filter((text) => !Value.Check(schema, text))).toEqual([]);
      expect(bad.filter((text) => Value.Check(schema, text))).toEqual([]);
    });
});
