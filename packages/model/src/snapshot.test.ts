import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  NEW_SNAPSHOT_TAG_PATTERN,
  newSnapshotTag,
  type NewSnapshotTag,
  parseNewSnapshotTag,
  parseSnapshotTag,
  SNAPSHOT_TAG_PATTERN,
  snapshotTag,
  type SnapshotTag,
} from './snapshot-tag.ts';
import { isSnapshotTtl, parseSnapshotTtl, SNAPSHOT_TTL_PATTERN } from './snapshot-ttl.ts';

const tags = fc.oneof(fc.string(), fc.stringMatching(/^[\w.+=@:, -]{1,60}$/), fc.stringMatching(/^[\w./\n\r]{0,4}$/));

describe('the name of a snapshot', () => {
  it('that may be taken may be there', () => {
    fc.assert(
      fc.property(tags, (text) => {
        const tag = parseNewSnapshotTag(text);
        expect(tag && parseSnapshotTag(tag)).toBe(tag);
      }),
      { numRuns: 2_000 },
    );
    expectTypeOf<NewSnapshotTag>().toExtend<SnapshotTag>();
    expectTypeOf<SnapshotTag>().not.toExtend<NewSnapshotTag>();
    expectTypeOf<string>().not.toExtend<SnapshotTag>();
  });

  it.each(['a', 'before upgrade', '2026-01-01T00:00:00', 'a.b_c-d+e=f@g:h,i', 'x'.repeat(255)])('may be %j', (text) => {
    expect(newSnapshotTag(text)).toBe(text);
  });

  it.each(['', ' a', 'a ', '.a', '-a', '*', 'ä', 'a/b', 'a\nb', 'x'.repeat(256)])('may not newly be %j', (text) => {
    expect(() => newSnapshotTag(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it.each(['...', 'ä', 'odd, {tag}=[1] True size=$&', ' ', '*'])('that others made may be %j', (text) => {
    expect(snapshotTag(text)).toBe(text);
  });

  it.each(['', '.', '..', 'a/b', 'a\0b', 'a\nb', 'a\rb', 'a\u0085b', 'a\u2028b', 'a\u2029b'])('is never %j', (text) => {
    expect(parseSnapshotTag(text)).toBeUndefined();
  });

  it('has patterns that say the same to a JSON schema', () => {
    fc.assert(
      fc.property(tags, (text) => {
        expect(new RegExp(SNAPSHOT_TAG_PATTERN, 'u').test(text)).toBe(parseSnapshotTag(text) !== undefined);
        expect(new RegExp(NEW_SNAPSHOT_TAG_PATTERN, 'u').test(text)).toBe(parseNewSnapshotTag(text) !== undefined);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('how long a snapshot is kept', () => {
  const edges = { d: 24_855, h: 596_523, m: 35_791_394, s: 2_147_483_647 };

  it.each(Object.entries(edges))('is bounded in %s by what Cassandra can count', (unit, most) => {
    expect(parseSnapshotTtl(`${most}${unit}`)).toBeGreaterThan(0);
    expect(parseSnapshotTtl(`${most + 1}${unit}`)).toBeUndefined();
  });

  it('is at least a minute, in whole seconds', () => {
    expect(['60s', '1m', '1h', '2d', '007m'].map((text) => parseSnapshotTtl(text))).toEqual([
      60_000, 60_000, 3_600_000, 172_800_000, 420_000,
    ]);
    expect(['', '59s', '0m', '2', 'd', '2w', '-2d', '1.5h', ' 2d', '2d '].map((text) => parseSnapshotTtl(text))).toEqual(
      Array.from({ length: 10 }, () => undefined),
    );
    expect([60_000, 61_000, 0, 59_000, 60_500, -60_000, Number.NaN, Infinity].map((ttlMs) => isSnapshotTtl(ttlMs))).toEqual([
      true,
      true,
      ...Array.from({ length: 6 }, () => false),
    ]);
  });

  it('is what the pattern for a JSON schema says', () => {
    const amounts = fc.oneof(
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 0, max: 2 ** 31 + 1_000 }),
      fc.tuple(fc.constantFrom(...Object.values(edges)), fc.integer({ min: -60, max: 60 })).map(([edge, by]) => edge + by),
    );
    const pattern = new RegExp(SNAPSHOT_TTL_PATTERN);
    fc.assert(
      fc.property(amounts, fc.constantFrom('d', 'h', 'm', 's', 'w', ''), fc.constantFrom('', '0', '00'), (amount, unit, zeros) => {
        const text = `${zeros}${amount}${unit}`;
        expect([text, pattern.test(text)]).toEqual([text, parseSnapshotTtl(text) !== undefined]);
      }),
      { numRuns: 5_000 },
    );
  });
});
