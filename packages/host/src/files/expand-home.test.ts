import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { expandHome } from './expand-home.ts';

test.each([
  ['~', homedir()],
  ['~/a.cql', `${homedir()}/a.cql`],
  ['~other/a.cql', '~other/a.cql'],
  ['a/~/b', 'a/~/b'],
])('%s is %s', (name, path) => {
  expect(expandHome(name)).toBe(path);
});
