import type { Page, RingName } from './page.ts';

/** Pages that are run one after another on one ring. */
export interface Stretch {
  readonly ring: RingName;
  readonly pages: readonly Page[];
}

/** Stretches that are run one after another, beside other lanes. */
export type Lane = readonly Stretch[];

/**
 * Divides pages over lanes that run at the same time. Most of a page's time is waiting: for a node to be missed, for a time-out, for a
 * joining node. So the pages of one datacenter take turns on two rings, beside those that need more. Pages without a fence to run are
 * left out.
 *
 * @param isOneByOne true where only one ring fits into memory: there is one lane then
 */
export function planLanes(pages: readonly Page[], isOneByOne = false): readonly Lane[] {
  const run = pages.filter(({ fences }) => fences.some(({ notRun }) => notRun === undefined));
  const on = (ring: RingName): Stretch => ({ ring, pages: run.filter((page) => page.ring === ring) });
  const [one, others] = [on('one-datacenter'), [on('two-datacenters'), on('of-its-own')]];
  const half = (rest: number): readonly Page[] => one.pages.filter((_, index) => index % 2 === rest);
  const beside: readonly Lane[] = [[{ ...one, pages: half(0) }], [{ ...one, pages: half(1) }], others];
  const lanes = isOneByOne ? [[one, ...others]] : beside;
  return lanes.map((lane) => lane.filter((stretch) => stretch.pages.length > 0)).filter((lane) => lane.length > 0);
}
