import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';

describe('judge()', () => {
  const result = { durable: { ratio: 0.47 }, ratio: 25 };

  it('finds figures by their path and holds them against either kind of bar', () => {
    expect(
      judge(result, [
        { figure: 'durable.ratio', atMost: 0.6 },
        { figure: 'ratio', atLeast: 30 },
      ]),
    ).toEqual([
      { figure: 'durable.ratio', value: 0.47, bar: 'at most 0.6', holds: true },
      { figure: 'ratio', value: 25, bar: 'at least 30', holds: false },
    ]);
  });

  it('refuses a bar whose figure is missing or not a number', () => {
    expect(() => judge(result, [{ figure: 'throwaway.ratio', atMost: 1 }])).toThrow('no figure throwaway.ratio');
    expect(() => judge({ ratio: Number.NaN }, [{ figure: 'ratio', atMost: 1 }])).toThrow('no figure ratio');
  });
});
