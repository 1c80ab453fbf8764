import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { alternativesOf, errorStatuses, namesIn, optional, type Parameter, requestOf, routes } from '../index.ts';
import { type DescribedRoute, describedRoutes, describeRoute } from '../described-routes.ts';
import type { RingEntry } from './ring.ts';
import { defineRoute } from '../route/route.ts';
import { json } from '../route/answer.ts';
import { integer, listOf, object, oneOf, orNull, type Schema, text } from '../route/schema.ts';
import { keyspace, logger, logLevel, newSnapshotTag, snapshotTag, snapshotTtl, table as tableParameter } from './parameters.ts';

const table: readonly DescribedRoute[] = Object.values(describedRoutes);
const parameters = table.flatMap((route) =>
  Object.entries({ ...route.params, ...route.query, ...route.headers }).map(([name, each]) => [`${route.id} ${name}`, each] as const),
);

describe.each(table.map((route) => [route.id, route] as const))('%s', (id, route) => {
  it('has a parameter for every name of its paths, and no other', () => {
    for (const path of [route.path, ...route.aliases]) expect(namesIn(path).toSorted()).toEqual(Object.keys(route.params).toSorted());
    expect(Object.values(routes).find((each) => each.path === route.path && each.method === route.method)?.id).toBe(id);
  });

  it('has an example that can be sent, and whose answer is what the schema says', () => {
    const { target } = requestOf(route, route.example.params ?? {});
    expect(target).not.toContain(':');
    const [answer] = alternativesOf(route.answer);
    const fits = answer?.schema === undefined ? route.example.answer === undefined : Check(answer.schema, route.example.answer);
    expect(fits).toBe(true);
  });

  it('asks for a permission by a name like Apache’s', () => {
    expect(route.permission).toMatch(/^(?:none|[A-Z_]+(?::[A-Z_]+)?)$/);
    expect(route.audit).toBe(route.method !== 'GET' && route.method !== 'HEAD');
  });

  it('says when each status comes', () => {
    for (const { when } of Object.values(errorStatuses(route))) expect(when).not.toBe('');
  });
});

describe('parameters', () => {
  const TEXTS = [
    '',
    'a',
    'Orders_2',
    '"2x"',
    '2x',
    'a"',
    'true',
    '-7',
    '1.5',
    '2d',
    '59s',
    'DEBUG',
    'QUORUM',
    'ä',
    'a b',
    '.',
    '..',
    'a/b',
  ];

  it.each(parameters.filter(([, { differs }]) => differs !== true))('%s is read exactly where its schema fits', (_, { schema, read }) => {
    expect(TEXTS.filter((each) => read(each) !== undefined)).toEqual(TEXTS.filter((each) => Check(schema, each)));
  });

  it.each(parameters.filter(([, { differs }]) => differs === true))(
    '%s says that it differs from its schema, and does',
    (_, { schema, read }) => {
      const readable = (each: string): boolean => {
        try {
          return read(each) !== undefined;
        } catch {
          return false;
        }
      };
      const more = [...TEXTS, 'SYSTEM', 'local-quorum'];
      expect(more.filter((each) => readable(each))).not.toEqual(more.filter((each) => Check(schema, each)));
    },
  );

  const cases: [name: string, of: Parameter, good: string[], bad: string[]][] = [
    [
      'keyspace',
      keyspace,
      ['a', 'Orders_2', '"Orders"', '"2x"', 'a'.repeat(48)],
      ['', '2x', '_x', 'a-b', '"a', '"a b"', '""', 'a'.repeat(49), 'a"'],
    ],
    ['table', tableParameter, ['a', '"2x"', 'a'.repeat(222)], ['', '2x', 'a'.repeat(223)]],
    ['snapshot', snapshotTag, ['before upgrade', '...', 'ä', 'a.b'], ['', '.', '..', 'a/b', 'a\u0000b', 'a\nb']],
    ['new snapshot', newSnapshotTag, ['before upgrade', 'a.b'], ['', '.', 'ä', '-rf', 'a ']],
    ['ttl', snapshotTtl, ['2d', '60s', '90m', '1h'], ['', '2', 'd', '2w', '-2d', '1.5h', ' 2d', '59s']],
    ['level', logLevel, ['DEBUG', 'OFF'], ['', 'debug', 'LOUD']],
    ['logger', logger, ['ROOT', 'org.apache.cassandra.gms.Gossiper$1'], ['', 'a b', 'a/b']],
    ['instanceId', routes.ring.query['instanceId'] ?? keyspace, ['1', '-1'], ['', '1.5', 'one', '1e3']],
  ];

  it.each(cases)('%s takes what Cassandra takes', (_, { read, schema }, good, bad) => {
    expect(good.filter((each) => read(each) === undefined || !Check(schema, each))).toEqual([]);
    expect(bad.filter((each) => read(each) !== undefined || Check(schema, each))).toEqual([]);
  });
});

describe('Schema', () => {
  it('of a type compiles only for a schema of exactly that type', () => {
    interface Pair {
      readonly left: string;
      readonly right?: number;
    }
    const pair: Schema<Pair> = object({ left: text() }, { right: integer() });
    const [one, many] = [object({ left: text() }), object({ left: text(), right: integer() })];
    // @ts-expect-error a field is missing that may be absent
    const missing: Schema<Pair> = one;
    // @ts-expect-error a field has another type
    const other: Schema<Pair> = object({ left: integer() }, { right: integer() });
    // @ts-expect-error a field may be wider than the type says
    const wider: Schema<Pair> = object({ left: orNull(text()) }, { right: integer() });
    // @ts-expect-error a field may be narrower than the type says
    const narrower: Schema<Pair> = object({ left: oneOf('a') }, { right: integer() });
    // @ts-expect-error an optional field is required
    const required: Schema<Pair> = many;
    // @ts-expect-error the same within a list
    const within: Schema<readonly Pair[]> = listOf(one);
    expect([missing, other, wider, narrower, required, within].every((each) => typeof each === 'object')).toBe(true);
    expect(Check(pair, { left: 'a', later: true })).toBe(true);
  });
});

describe('defineRoute()', () => {
  const common = { method: 'GET', origin: 'ringside', duration: 'short', permission: 'X', idempotent: true, audit: false } as const;
  const told = { ...common, answer: json(text()) } as const;
  const words = { summary: 'A', doc: 'B' } as const;

  it('does not compile without a parameter of the path, nor its description with an example of other types', () => {
    const params = { keyspace };
    // @ts-expect-error :keyspace has no parameter
    defineRoute({ ...told, id: 'a', path: '/a/:keyspace/b', params: {} });
    const named = defineRoute({ ...told, id: 'a', path: '/a/:keyspace/b', params });
    // @ts-expect-error a keyspace is no number
    describeRoute(named, { ...words, example: { params: { keyspace: 1 } } });
    // @ts-expect-error it has no body
    describeRoute(named, { ...words, example: { body: {} } });
    const route = defineRoute({ ...told, id: 'a', path: '/a/b', query: { keyspace: optional(keyspace) } });
    expect(describeRoute(route, { ...words, example: {} })).toEqual({ ...route, ...words, example: {} });
    expect(route.query['instanceId']).toBeDefined();
  });
});

describe('answers', () => {
  const entry: RingEntry = (describedRoutes.ring.example.answer as readonly [RingEntry])[0];
  const ring = routes.ring.answer.schema ?? {};

  it('accept what the type allows and refuse what it does not', () => {
    expect(Check(ring, [entry, { ...entry, owns: '?', load: '?', status: '?' }])).toBe(true);
    for (const fault of [{ token: 12 }, { token: '1.5' }, { status: 'up' }, { owns: '0.33' }, { port: '7000' }])
      expect(Check(ring, [{ ...entry, ...fault }])).toBe(false);
  });

  it('let fields pass that a later version may add', () => {
    expect(Check(ring, [{ ...entry, later: true }])).toBe(true);
  });
});
