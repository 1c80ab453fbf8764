import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { alternativesOf, type DescribedRoute, errorStatuses, namesIn, type Parameter, requestOf } from '@ringside/route-kit';
import { describedRoutes } from '../described-routes.ts';
import { routes } from '../index.ts';
import type { RingEntry } from './ring.ts';
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
    expect(route.audit !== false).toBe(route.method !== 'GET' && route.method !== 'HEAD');
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
      const more = [...TEXTS, 'SYSTEM', 'local-quorum', '99999'];
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
