import { Check } from 'typebox/schema';
import { describe, expect, it } from 'vitest';
import { json } from './answer.ts';
import { describeRoute } from './description.ts';
import { optional, type Parameter, parameter } from './parameter.ts';
import { defineRoute, routeTable } from './route.ts';
import { integer, listOf, object, oneOf, orNull, type Schema, text } from './schema.ts';

const keyspace: Parameter<string, string, true> = parameter({ doc: 'A keyspace.', schema: text(), read: (name) => name });

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

describe('a route', () => {
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

  it('puts routes into a table by their ids, and refuses an id that two of them have', () => {
    const [one, other] = [defineRoute({ ...told, id: 'a', path: '/a' }), defineRoute({ ...told, id: 'b', path: '/b' })];
    expect(routeTable(one, other)).toEqual({ a: one, b: other });
    expect(() => routeTable(one, other, defineRoute({ ...told, id: 'a', path: '/c' }))).toThrow('Two routes are called a');
  });
});
