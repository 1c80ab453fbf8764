import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchNames } from './bench-names.ts';

test('benchNames() gives every benchmark, by its own name, and no file that only helps one', () => {
  const names = benchNames();
  expect(names).toEqual(expect.arrayContaining(['cli', 'first-start', 'second-start', 'whole-check']));
  expect(names).not.toContain('pairs');
  for (const name of names) expect(readFileSync(join(import.meta.dirname, `${name}.ts`), 'utf8')).toContain(`  name: '${name}',`);
});
