import { describe, expect, it } from 'vitest';
import { Simulation } from './testing/simulation.ts';

/** More of them in the long check. */
const RUNS = Number(process.env['RINGSIDE_SIMULATIONS'] ?? 500);
const SEEDS = Array.from({ length: RUNS }, (_, seed) => seed + 1);

describe('an operation on a simulated cluster', () => {
  it('restarts every node once, where nothing goes wrong and nobody changes their mind', async () => {
    const outcomes = await Promise.all(SEEDS.slice(0, 20).map((seed) => new Simulation(seed, { faults: false }).run()));
    expect(outcomes.flatMap(({ violations }) => violations)).toEqual([]);
    expect(outcomes.some(({ operation }) => operation?.state === 'succeeded')).toBe(true);
    expect(outcomes.some(({ operation }) => operation?.state === 'cancelled')).toBe(true);
  });

  it(
    `never goes below the level, never has two act, stops no node twice, and always ends: ${RUNS} seeds`,
    { timeout: 600_000 },
    async () => {
      const failing: unknown[] = [];
      const ends = new Map<string, number>();
      for (const seed of SEEDS) {
        const { operation, violations } = await new Simulation(seed, { faults: true }).run();
        ends.set(operation?.state ?? 'none', (ends.get(operation?.state ?? 'none') ?? 0) + 1);
        if (violations.length > 0) failing.push({ seed, violations });
      }
      expect(failing).toEqual([]);
      expect([...ends.keys()].toSorted()).toEqual(['cancelled', 'failed', 'succeeded']);
    },
  );
});
