import { OpsError } from '@ringside/core';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../test-support/rings.ts';
import { CONSISTENCY_LEVELS, isDatacenterLocal, parseConsistencyLevel, quorum } from './consistency.ts';

describe('parseConsistencyLevel()', () => {
  it('reads every level in either case', () => {
    for (const level of CONSISTENCY_LEVELS) {
      expect(parseConsistencyLevel(level)).toBe(level);
      expect(parseConsistencyLevel(` ${level.toLowerCase().replaceAll('_', '-')} `)).toBe(level);
    }
  });

  it('refuses an unknown level, names the nearest and lists them all', () => {
    const error = thrownBy(() => parseConsistencyLevel('LOCAL_QUORUN'));
    expect(error).toBeInstanceOf(OpsError);
    expect(error).toMatchObject({ code: 'INVALID_CONSISTENCY_LEVEL', message: '"LOCAL_QUORUN" is not a consistency level' });
    expect((error as OpsError).remedy).toMatch(/^Did you mean LOCAL_QUORUM\? Use one of ANY, ONE, .*, LOCAL_ONE\.$/);
  });
});

describe('quorum()', () => {
  it('is more than half', () => {
    expect([0, 1, 2, 3, 4, 5].map((replicas) => quorum(replicas))).toEqual([1, 1, 2, 2, 3, 3]);
  });
});

describe('isDatacenterLocal()', () => {
  it('is true of the three LOCAL levels', () => {
    expect(CONSISTENCY_LEVELS.filter((level) => isDatacenterLocal(level))).toEqual(['LOCAL_QUORUM', 'LOCAL_SERIAL', 'LOCAL_ONE']);
  });
});
