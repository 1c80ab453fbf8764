import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapSome } from './map-some.ts';

describe('mapSome()', () => {
  it('gives what each item came to, in their order, with no more under way than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (turns, atOnce) => {
          let underWay = 0;
          let most = 0;
          const results = await mapSome(turns, atOnce, async (turn) => {
            most = Math.max(most, (underWay += 1));
            for (let left = turn; left > 0; left -= 1) await setImmediate();
            underWay -= 1;
            return turn * 2;
          });
          expect(results).toEqual(turns.map((turn) => turn * 2));
          expect(most).toBe(Math.min(atOnce, turns.length));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('fails as the first that fails', async () => {
    const work = async (name: string): Promise<string> => {
      if (name !== 'well') throw new Error(name);
      return name;
    };
    await expect(mapSome(['well', 'first', 'second'], 1, work)).rejects.toThrow('first');
  });
});
