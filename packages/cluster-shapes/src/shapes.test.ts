import type { JsonSchema } from '@ringside/route-kit';
import { describe, expect, it } from 'vitest';
import * as shapes from './index.ts';

interface Place {
  readonly path: string;
  readonly schema: JsonSchema;
}

/** A schema and everything that stands in it. */
function within(path: string, schema: JsonSchema): readonly Place[] {
  const { properties = {}, items, anyOf = [] } = schema as JsonSchema & { items?: JsonSchema; anyOf?: readonly JsonSchema[] };
  return [
    { path, schema },
    ...Object.entries(properties).flatMap(([name, field]) => within(`${path}.${name}`, field)),
    ...(items === undefined ? [] : within(`${path}[]`, items)),
    ...anyOf.flatMap((each) => within(path, each)),
  ];
}

/** All that the package exports but the parts of routes, which have names in capitals. */
const schemas = Object.entries<unknown>(shapes).filter(([name]) => !/^[A-Z_]+$/.test(name)) as readonly [string, JsonSchema][];
const places = schemas.flatMap(([name, schema]) => within(name, schema));
const at = (name: RegExp): readonly Place[] => places.filter(({ path }) => name.test(path));

describe('the shapes of answers', () => {
  it('require every field that they name: what is not known is null, not left out', () => {
    const objects = places.filter(({ schema }) => schema['type'] === 'object');
    expect(objects.length).toBeGreaterThan(20);
    const optional = objects.flatMap(({ path, schema }) =>
      Object.keys(schema.properties ?? {})
        .filter((name) => schema.required?.includes(name) !== true)
        .map((name) => `${path}.${name}`),
    );
    expect(optional).toEqual([]);
  });

  it('give tokens as text, since a number would lose their last digits', () => {
    const tokens = at(/\.(?:start|end|token)$/).filter(({ schema }) => schema['type'] !== undefined);
    expect(tokens.length).toBeGreaterThan(1);
    for (const { path, schema } of tokens) expect([path, schema['type']]).toEqual([path, 'string']);
  });

  it('take a number of replicas that is not below zero, but for how many can be spared', () => {
    const numbers = at(/\.(?:left|needed|ranges|replicaSets|total|available|unavailable)$/);
    expect(numbers.length).toBeGreaterThan(6);
    for (const { path, schema } of numbers) expect([path, schema['minimum']]).toEqual([path, 0]);
    expect(at(/\.spare$/).some(({ schema }) => schema['type'] === 'integer' && schema['minimum'] === undefined)).toBe(true);
  });
});
