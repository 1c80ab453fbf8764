import { describe, expect, it } from 'vitest';
import { CONSISTENCY_LEVELS, isDatacenterLocal, parseConsistencyLevel } from './consistency-level.ts';

describe('parseConsistencyLevel()', () => {
  it('reads every level in either case', () => {
    for (const level of CONSISTENCY_LEVELS) {
      expect(parseConsistencyLevel(level)).toBe(level);
      expect(parseConsistencyLevel(` ${level.toLowerCase().replaceAll('_', '-')} `)).toBe(level);
    }
  });

  it('refuses an unknown level, names the nearest and lists them all', () => {
    expect(() => parseConsistencyLevel('LOCAL_QUORUN')).toThrow(
      expect.objectContaining({
        code: 'INVALID_CONSISTENCY_LEVEL',
        message: '"LOCAL_QUORUN" is not a consistency level',
        remedy: expect.stringMatching(/^Did you mean LOCAL_QUORUM\? Use one of ANY, ONE, .*, LOCAL_ONE\.$/),
      }),
    );
  });
});

describe('isDatacenterLocal()', () => {
  it('is true of the three LOCAL levels', () => {
    expect(CONSISTENCY_LEVELS.filter((level) => isDatacenterLocal(level))).toEqual(['LOCAL_QUORUM', 'LOCAL_SERIAL', 'LOCAL_ONE']);
  });
});
