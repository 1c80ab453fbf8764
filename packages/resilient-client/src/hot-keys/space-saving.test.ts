import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpaceSaving } from './space-saving.ts';

/** Streams in which some keys are frequent, as a power of a number below 1 makes them. */
const streams = fc.array(
  fc.double({ min: 0, max: 1, noNaN: true }).map((x) => `k${Math.floor(x ** 4 * 60)}`),
  { maxLength: 600, size: 'max' },
);
const sizes = fc.integer({ min: 1, max: 20 });

/** A sketch of a stream whose requests had one byte each, beside the true counts. */
function count(counters: number, stream: readonly string[], sketch = new SpaceSaving(counters)) {
  const truth = new Map<string, number>();
  for (const key of stream) {
    sketch.add(key, 1, 0.5);
    truth.set(key, (truth.get(key) ?? 0) + 1);
  }
  return { sketch, truth };
}

const countersOf = (sketch: SpaceSaving) => [...sketch.keys()].map((key) => ({ key, counter: sketch.of(key) ?? expect.fail(key) }));

test('each key with more than one in k of the requests is monitored', () => {
  const property = fc.property(sizes, streams, (counters, stream) => {
    const { sketch, truth } = count(counters, stream);
    const frequent = [...truth].filter(([, times]) => times > stream.length / counters).map(([key]) => key);
    expect(frequent.filter((key) => sketch.of(key) === undefined)).toEqual([]);
  });
  fc.assert(property, { numRuns: 200 });
});

test('the true count lies between the certain one and the count, which is too high by one in k of the requests at most', () => {
  const property = fc.property(sizes, streams, (counters, stream) => {
    const { sketch, truth } = count(counters, stream);
    for (const { key, counter } of countersOf(sketch)) {
      const times = truth.get(key) ?? 0;
      expect(times).toBeLessThanOrEqual(counter.count);
      expect(times).toBeGreaterThanOrEqual(counter.count - counter.overestimate);
      expect(counter.overestimate).toBeLessThanOrEqual(stream.length / counters);
    }
    const unseen = [...truth].filter(([key]) => sketch.of(key) === undefined);
    expect(Math.max(0, ...unseen.map(([, times]) => times))).toBeLessThanOrEqual(sketch.least);
  });
  fc.assert(property, { numRuns: 200 });
});

test('counts add up to all requests, the least is the least, and bytes and time are those of the certain requests', () => {
  const property = fc.property(sizes, streams, (counters, stream) => {
    const { sketch } = count(counters, stream);
    const all = countersOf(sketch).map(({ counter }) => counter);
    expect(all.reduce((total, each) => total + each.count, 0)).toBe(stream.length);
    expect(sketch.total).toBe(stream.length);
    expect(sketch.least).toBe(all.length < counters ? 0 : Math.min(...all.map((each) => each.count)));
    expect(all.map(({ bytes, latencyMs }) => [bytes, latencyMs])).toEqual(
      all.map((each) => [each.count - each.overestimate, (each.count - each.overestimate) / 2]),
    );
  });
  fc.assert(property, { numRuns: 200 });
});

test('while there are no more keys than counters it is exact, also after it was cleared', () => {
  const property = fc.property(streams, streams, (before, stream) => {
    const { sketch: used } = count(60, before);
    used.clear();
    const { sketch, truth } = count(60, stream, used);
    expect(new Map(countersOf(sketch).map(({ key, counter }) => [key, counter.count]))).toEqual(truth);
    expect(countersOf(sketch).filter(({ counter }) => counter.overestimate !== 0)).toEqual([]);
  });
  fc.assert(property, { numRuns: 200 });
});
