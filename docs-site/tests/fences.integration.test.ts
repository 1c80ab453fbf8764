import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANES, readPages } from '../scripts/fences/page.ts';
import { type Ring, startRing } from '../scripts/fences/ring.ts';
import { runPage } from '../scripts/fences/run-page.ts';
import { checkTypes } from '../scripts/fences/run-ts.ts';
import { faultsOf } from './support/faults.ts';

const PAGE_TIMEOUT_MS = 300_000;
const START_TIMEOUT_MS = 660_000;

const pages = (await readPages()).filter(({ fences }) => fences.some(({ notRun }) => notRun === undefined));

it('the TypeScript of every page has no type error', { timeout: PAGE_TIMEOUT_MS }, async () => {
  expect(await checkTypes(pages)).toBe('');
});

describe.concurrent.each(LANES.map((rings) => ({ rings })))('on $rings', ({ rings }) => {
  describe.sequential.each(rings.map((name) => ({ name })))('on a ring $name', ({ name }) => {
    let ring: Ring;
    beforeAll(async () => {
      ring = await startRing(name);
    }, START_TIMEOUT_MS);
    afterAll(async () => {
      await ring?.stop();
    }, PAGE_TIMEOUT_MS);

    it.each(pages.filter((page) => page.ring === name))('$id shows what is printed', { timeout: PAGE_TIMEOUT_MS }, async (page) => {
      const result = await runPage(page, ring);
      expect(faultsOf(result)).toBe('');
      expect(result.fences.length).toBe(page.fences.filter(({ notRun }) => notRun === undefined).length);
    });
  });
});

it('every page with fences is in a lane', () => {
  expect(pages.filter(({ ring }) => !LANES.flat().includes(ring))).toEqual([]);
});
