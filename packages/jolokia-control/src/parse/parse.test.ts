import { describe, expect, test } from 'vitest';
import { parseReplicationInfo } from './replication.ts';
import { ShapeError } from './shape-error.ts';
import { parseSize } from './size.ts';

describe('parseReplicationInfo()', () => {
  test.each([
    ['LocalStrategy {}', { class: 'LocalStrategy' }],
    ['SimpleStrategy {replication_factor=1}', { class: 'SimpleStrategy', replication_factor: '1' }],
    ['NetworkTopologyStrategy {dc1=3, dc2=2/1}', { class: 'NetworkTopologyStrategy', dc1: '3', dc2: '2/1' }],
    ['NetworkTopologyStrategy {a=b=3}', { class: 'NetworkTopologyStrategy', 'a=b': '3' }],
  ])('reads %j', (text, replication) => {
    expect(parseReplicationInfo(text)).toEqual(replication);
  });

  test.each(['', 'LocalStrategy', '{dc1=3}', 'X {dc1}', 'X {=3}'])('gives undefined for %j', (text) => {
    expect(parseReplicationInfo(text)).toBeUndefined();
  });
});

test.each([
  ['0 bytes', 0],
  ['110 bytes', 110],
  ['6.52 KiB', 6_676],
  ['1.5 GiB', 1_610_612_736],
])('parseSize(%j) is %d', (text, sizeBytes) => {
  expect(parseSize(text)).toBe(sizeBytes);
});

test('parseSize() refuses another text', () => {
  expect(() => parseSize('?')).toThrow(ShapeError);
});
