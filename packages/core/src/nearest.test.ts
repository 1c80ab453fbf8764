import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest()', () => {
  const commands = ['status', 'snapshot', 'start', 'ranges', 'ring'];

  it.each([
    ['statsu', 'status'],
    ['rnig', 'ring'],
    ['SNAPSHOTS', 'snapshot'],
    ['rang', 'ring'],
  ])('reads %s as %s', (word, meant) => {
    expect(nearest(word, commands)).toBe(meant);
  });

  it.each(['', 'decommission', 'xyz'])('finds nothing near %j', (word) => {
    expect(nearest(word, commands)).toBeUndefined();
  });
});
