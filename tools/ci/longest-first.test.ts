import { expect, it } from 'vitest';
import type { TestSequencerConstructor, TestSpecification, Vitest } from 'vitest/node';
import { longestFirst } from '../vitest/longest-first.ts';

/** Files, and how large Vitest finds them to be: it begins with the largest where it knows no times. */
const SIZES: Readonly<Record<string, number>> = {
  '/x/src/small.test.ts': 1,
  '/x/src/large.test.ts': 9,
  '/x/src/middle.test.ts': 5,
  '/x/a.test.ts': 2,
};

async function orderOf(Sequencer: TestSequencerConstructor): Promise<readonly string[]> {
  const project = { name: 'x', config: { isolate: true, sequence: { groupOrder: 0 } } };
  const files = Object.keys(SIZES).map((moduleId) => ({ moduleId, project }) as unknown as TestSpecification);
  const cache = {
    getFileTestResults: () => undefined,
    getFileStats: (key: string) => ({ size: SIZES[`/x/${key.slice('x:'.length)}`] ?? 0 }),
  };
  const sorted = await new Sequencer({ cache, config: { root: '/x' } } as unknown as Vitest).sort(files);
  return sorted.map(({ moduleId }) => moduleId.slice('/x/'.length));
}

it('longestFirst() begins with the files that it names, in that order, and leaves the others to Vitest', async () => {
  expect(await orderOf(longestFirst([]))).toEqual(['src/large.test.ts', 'src/middle.test.ts', 'a.test.ts', 'src/small.test.ts']);
  expect(await orderOf(longestFirst(['src/small.test.ts', 'a.test.ts']))).toEqual([
    'src/small.test.ts',
    'a.test.ts',
    'src/large.test.ts',
    'src/middle.test.ts',
  ]);
});
