import { expect, it } from 'vitest';
import { complete } from './record.ts';

it('what a table names and was not read reaches no command', () => {
  const table = { nodes: 1, json: 2 };
  expect(complete<{ nodes: number; json: boolean }>({ nodes: 3, json: false }, table)).toEqual({ nodes: 3, json: false });
  expect(complete<{ nodes: number | undefined; json: boolean }>({ nodes: undefined, json: false }, table)).toEqual({ json: false });
  expect(() => complete<{ nodes: number; json: boolean }>({ nodes: 3 }, table)).toThrow("json of a command's table was not read");
});
