import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../scripts/fences/clean-up.ts';
import { planLanes } from '../scripts/fences/lanes.ts';
import { readPages } from '../scripts/fences/page.ts';
import { type Ring, startRing } from '../scripts/fences/ring.ts';
import { runPage } from '../scripts/fences/run-page.ts';
import { checkTypes } from '../scripts/fences/run-ts.ts';
import { chosenPages, isOneOfSeveral } from './support/chosen.ts';
import { faultsOf } from './support/faults.ts';

const PAGE_TIMEOUT_MS = 600_000;
const START_TIMEOUT_MS = 660_000;

const pages = await readPages(chosenPages());
const lanes = planLanes(pages, isOneOfSeveral()).map((stretches, index) => ({ name: `lane ${index + 1}`, stretches }));

afterAll(cleanUp);

it('the TypeScript of every page has no type error', { timeout: PAGE_TIMEOUT_MS }, async () => {
  expect(await checkTypes(pages)).toBe('');
});

describe.concurrent.each(lanes)('$name', ({ stretches }) => {
  describe.sequential.each(stretches)('on a ring $ring', ({ ring: name, pages: there }) => {
    let ring: Ring;
    beforeAll(async () => {
      ring = await startRing(name);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await ring?.stop();
    }, PAGE_TIMEOUT_MS);

    it.each(there)('$id shows what is printed', { timeout: PAGE_TIMEOUT_MS }, async (page) => {
      const result = await runPage(page, ring);
      const faults = faultsOf(result);
      // All of it: of a value that is compared, only the first words would be said.
      if (faults !== '') throw new Error(faults);
      expect(result.fences.length).toBe(page.fences.filter(({ notRun }) => notRun === undefined).length);
    });
  });
});
