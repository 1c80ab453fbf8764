import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimatedBuckets } from '../histogram/estimated.ts';
import type { Family, Series } from '../model.ts';
import { definition } from '../testing/families.ts';
import { createDeltas, type Deltas } from './deltas.ts';
import { packLines } from './packets.ts';
import { spectatorLines } from './spectator.ts';
import { statsdLines } from './statsd.ts';

function family(kind: 'counter' | 'gauge' | 'histogram', ...values: readonly Series['value'][]): Family {
  const series = values.map((value, index) => ({ labelValues: [`t${index}`], value }));
  return { definition: definition({ name: `a_${kind}`, kind, labels: ['table'] }), series, observedAtMs: 0 };
}

describe('packLines()', () => {
  it('keeps lines whole and in order, and starts a packet only where the next line does not fit', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '€', '𝄞'), minLength: 1, maxLength: 12 }));
    fc.assert(
      fc.property(lines, fc.integer({ min: 4, max: 40 }), (all, most) => {
        const bytes = (text: string): number => new TextEncoder().encode(text).length;
        const { packets, tooLong } = packLines(all, most);
        const texts = packets.map((packet) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(packet).split('\n'));
        const kept = all.filter((line) => bytes(line) <= most);
        expect(texts.flat()).toEqual(kept);
        expect(tooLong).toBe(all.length - kept.length);
        for (const [index, packet] of packets.entries()) {
          expect(packet.length).toBeLessThanOrEqual(most);
          const next = texts[index + 1]?.[0] ?? 'x'.repeat(most);
          expect(packet.length + 1 + bytes(next)).toBeGreaterThan(most);
        }
      }),
    );
  });
});

describe('createDeltas()', () => {
  const values = (families: readonly Family[]): unknown[] =>
    families.flatMap(({ series }) => series.map(({ labelValues, value }) => [labelValues[0], value]));
  /** As a receiver that gets all that it is told. */
  const delivered = (deltas: Deltas, ...families: readonly Family[]): unknown[] => {
    const told = deltas(families);
    told.keep();
    return values(told.families);
  };

  it('sets a mark at first, tells what grew, and of what shrank all', () => {
    const deltas = createDeltas();
    expect(delivered(deltas, family('counter', 100, 5))).toEqual([]);
    expect(delivered(deltas, family('counter', 103, 5))).toEqual([['t0', 3]]);
    expect(delivered(deltas, family('counter', 2, 6))).toEqual([
      ['t0', 2],
      ['t1', 1],
    ]);
  });

  it('tells again what was not delivered, with what came since, also of the round that only set marks', () => {
    const deltas = createDeltas();
    deltas([family('counter', 100)]);
    expect(values(deltas([family('counter', 103)]).families)).toEqual([['t0', 3]]);
    expect(delivered(deltas, family('counter', 105))).toEqual([['t0', 5]]);
    expect(delivered(deltas, family('counter', 106))).toEqual([['t0', 1]]);
  });

  it('keeps the mark of a series that is absent for some rounds, forgets it after 20, and keeps gauges as they are', () => {
    const deltas = createDeltas();
    const absent = (rounds: number): void => {
      for (let round = 0; round < rounds; round += 1) expect(delivered(deltas, family('gauge', 7))).toEqual([['t0', 7]]);
    };
    delivered(deltas, family('counter', 100));
    absent(19);
    expect(delivered(deltas, family('counter', 103))).toEqual([['t0', 3]]);
    absent(20);
    expect(delivered(deltas, family('counter', 104))).toEqual([]);
  });

  it('tells of a histogram the observations since', () => {
    const deltas = createDeltas();
    deltas([family('histogram', estimatedBuckets([1, 2, 0], { scale: 1 }))]);
    const [told] = deltas([family('histogram', estimatedBuckets([1, 4, 1], { scale: 1 }))]).families;
    expect(told?.series[0]?.value).toMatchObject({ counts: [0, 2, 1], count: 3 });
  });
});

describe('statsdLines()', () => {
  it('sets a negative gauge by way of zero, and leaves out what is no number', () => {
    expect([...statsdLines([family('gauge', -2, Number.NaN, 3)])]).toEqual([
      'a_gauge:0|g|#table:t0',
      'a_gauge:-2|g|#table:t0',
      'a_gauge:3|g|#table:t2',
    ]);
  });

  it('tells a histogram of whole numbers by the numbers that its buckets hold, also of what came since', () => {
    const of = (...counts: readonly number[]): Family => family('histogram', estimatedBuckets(counts, { scale: 1, considerZeroes: true }));
    const deltas = createDeltas();
    deltas([of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)]);
    const lines = [...statsdLines(deltas([of(1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0)]).families)];
    expect(lines.map((line) => line.split('|')[0])).toEqual(['a_histogram:0', 'a_histogram:1', 'a_histogram:2', 'a_histogram:9.5']);
  });

  it('tells as many observations as there are by a sample rate, for every count', () => {
    for (const count of [2, 3, 49, 98, 103, 1_000, 999_983, 123_456_789]) {
      const [line = ''] = statsdLines([family('histogram', estimatedBuckets([count, 0], { scale: 1 }))]);
      const rate = Number(/\|@([\d.]+)\|/.exec(line)?.[1]);
      expect([Math.trunc(1 / rate), rate <= 1]).toEqual([count, true]);
    }
  });
});

describe('spectatorLines()', () => {
  it('lets no value end its tag or its line', () => {
    const odd = { ...family('counter', 1), series: [{ labelValues: ['a,b=c:1\nC:evil:1'], value: 1 }] };
    expect([...spectatorLines([odd])]).toEqual(['C:a_counter,table=a_b_c_1_C_evil_1:1']);
  });

  it('has gauges kept for as long as it is told, and for two minutes where it is not', () => {
    expect([...spectatorLines([family('gauge', 3)], { gaugeTtlSeconds: 900 })]).toEqual(['g,900:a_gauge,table=t0:3']);
    expect([...spectatorLines([family('gauge', 3)])]).toEqual(['g,120:a_gauge,table=t0:3']);
  });
});
