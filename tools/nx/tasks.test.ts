import { describe, expect, it } from 'vitest';
import { type HashedTask, tasksThatRun } from './tasks.ts';

/** Four tasks in a row: the later ones depend on those before. */
function hashed(changes: Readonly<Record<string, string>>, readsOutputs: Readonly<Record<string, HashedTask['readsOutputs']>>) {
  const names = ['make', 'build', 'pack', 'test'];
  return new Map(
    names.map((name, index) => {
      const dependencies = names.slice(Math.max(0, index - 1), index).map((each) => `@ringside/a:${each}`);
      const id = `@ringside/a:${name}`;
      return [id, { id, cache: true, hash: changes[name] ?? '0', inputs: [], dependencies, readsOutputs: readsOutputs[name] ?? 'of none' }];
    }),
  );
}

describe('tasksThatRun()', () => {
  const run = (readsOutputs: Readonly<Record<string, HashedTask['readsOutputs']>>): readonly string[] =>
    tasksThatRun(hashed({}, readsOutputs), hashed({ make: '1' }, readsOutputs));

  it('are those with another hash alone, where none reads what they write', () => {
    expect(run({})).toEqual(['a:make']);
    expect(tasksThatRun(hashed({}, {}), hashed({}, {}))).toEqual([]);
  });

  it('are also those that read what such a task writes, and what reads that in turn', () => {
    expect(run({ build: 'of direct' })).toEqual(['a:build', 'a:make']);
    expect(run({ build: 'of direct', pack: 'of direct' })).toEqual(['a:build', 'a:make', 'a:pack']);
    expect(run({ pack: 'of direct' })).toEqual(['a:make']);
  });

  it('are also those that read what any task before them writes', () => {
    expect(run({ test: 'of all before' })).toEqual(['a:make', 'a:test']);
  });
});
