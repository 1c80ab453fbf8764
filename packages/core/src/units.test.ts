import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OpsError } from './errors/ops-error.ts';
import { formatBytes, formatDuration, parseBytes, parseDuration } from './units.ts';

describe('formatBytes()', () => {
  it.each([
    [0, '0 bytes'],
    [1023, '1023 bytes'],
    [90_614, '88.49 KiB'],
    [1024 ** 2, '1 MiB'],
    [1.5 * 1024 ** 3, '1.5 GiB'],
  ])('writes %d as %s', (sizeBytes, text) => {
    expect(formatBytes(sizeBytes)).toBe(text);
  });

  it('is undone by parseBytes() to within its two decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (sizeBytes) => {
        const back = parseBytes(formatBytes(sizeBytes));
        expect(Math.abs(back - sizeBytes)).toBeLessThanOrEqual(Math.max(1, sizeBytes * 0.006));
      }),
    );
  });
});

describe('parseBytes()', () => {
  it.each([
    ['512', 512],
    ['0 bytes', 0],
    ['24MiB', 24 * 2 ** 20],
    ['1 GiB', 2 ** 30],
    ['10MB', 1e7],
  ])('reads %s', (text, sizeBytes) => {
    expect(parseBytes(text)).toBe(sizeBytes);
  });

  it.each(['', '-1', '12 parsecs', 'MiB', '1.2.3'])('refuses %j', (text) => {
    expect(() => parseBytes(text)).toThrow(OpsError);
  });
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_234, '1.2 s'],
    [59_949, '59.9 s'],
    [60_000, '1 m'],
    [123_000, '2 m 3 s'],
    [90_061_000, '1 d 1 h'],
  ])('%d ms is written %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['0.5s', 500],
  ])('%s is read', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  it.each(['', '5', 'h', '5 weeks', '-1s'])('parseDuration() refuses %j', (text) => {
    expect(() => parseDuration(text)).toThrow(OpsError);
  });
});
