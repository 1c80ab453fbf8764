import { requestOf } from '@ringside/route-kit';
import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { lifecycle, setLifecycle } from './lifecycle.ts';
import { EXAMPLE_OPERATION, operation, operations, changeOperation } from './operations.ts';
import { restartNodes } from './restart.ts';

const accepted = (schema: object | undefined, values: readonly unknown[]): readonly unknown[] =>
  values.filter((value) => schema !== undefined && Check(schema, value));

describe('the body of a restart', () => {
  const { schema } = restartNodes.body ?? {};

  it('may be empty, and may say everything', () => {
    const whole = {
      nodes: ['127.0.0.1', '127.0.0.2:7000'],
      rack: 'r1',
      datacenter: 'dc1',
      levels: { Mixed: 'ONE' },
      atMost: 1,
      reason: '',
      id: EXAMPLE_OPERATION.id,
      dryRun: true,
    };
    expect(accepted(schema, [{}, whole])).toHaveLength(2);
  });

  it.each([
    ['a node without a name', { nodes: [''] }],
    ['two nodes in one word', { nodes: ['127.0.0.1 127.0.0.2'] }],
    ['a level that is none', { levels: { orders: 'MOST' } }],
    ['no node at a time', { atMost: 0 }],
    ['half a node at a time', { atMost: 1.5 }],
    ['a reason longer than anybody reads', { reason: 'x'.repeat(501) }],
    ['a rack without a name', { rack: '' }],
    ['an id that is no UUID', { id: 'seven' }],
  ])('is refused with %s', (_, body) => {
    expect(accepted(schema, [body])).toEqual([]);
  });

  it('of a thousand nodes is not too large', () => {
    const nodes = Array.from({ length: 1_000 }, (_, index) => `[2001:db8::${index.toString(16)}]:7000`);
    expect(JSON.stringify({ nodes }).length).toBeLessThan(restartNodes.body?.maxBytes ?? 0);
  });
});

describe('the other routes', () => {
  it('take a UUID in either case for an operation, and nothing else', () => {
    const { read } = operation.params['operationId'] ?? {};
    const words = ['4E3B5A10-7C1D-11F0-9D2A-0242AC120002', '4e3b5a10-7c1d-11f0-9d2a-0242ac120002', 'drain', '', '4e3b5a10', '../4e3b'];
    expect(words.map((word) => read?.(word))).toEqual([words[1], words[1], undefined, undefined, undefined, undefined]);
  });

  it('list from 1 to 999 operations', () => {
    const { read } = operations.query['limit'] ?? {};
    expect(['1', '999', '0', '1000', '-1', '2.5', ''].map((word) => read?.(word))).toEqual([1, 999, ...Array.from({ length: 5 })]);
  });

  it('want of an operation only what there is to want, and of a process in any case', () => {
    expect(accepted(changeOperation.body?.schema, [{ intent: 'pause' }, { intent: 'stop' }, {}])).toEqual([{ intent: 'pause' }]);
    expect(accepted(setLifecycle.body?.schema, [{ state: 'START' }, { state: 'stop' }, { state: 'restart' }])).toHaveLength(2);
  });

  it('are where Apache’s sidecar has them, or beside its operations', () => {
    const { id, steps } = EXAMPLE_OPERATION;
    expect([lifecycle, setLifecycle].map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/cassandra/lifecycle',
      'PUT /api/v1/cassandra/lifecycle',
    ]);
    expect(requestOf(changeOperation, { operationId: id })).toMatchObject({
      method: 'PATCH',
      target: `/api/v1/cassandra/operations/${id}`,
    });
    expect(
      accepted(operation.answer.schema, [EXAMPLE_OPERATION, { ...EXAMPLE_OPERATION, steps: [{ ...steps[0], phase: 'lost' }] }]),
    ).toEqual([EXAMPLE_OPERATION]);
  });
});
