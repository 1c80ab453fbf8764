import type { Page, RingName } from './page.ts';

/** Pages that are run one after another on one ring. */
export interface Stretch {
  readonly ring: RingName;
  /** Of that ring's ports; four digits keep columns as wide as a reader sees them. */
  readonly portBase: number;
  readonly pages: readonly Page[];
}

/** Stretches that are run one after another, beside other lanes. */
export type Lane = readonly Stretch[];

/**
 * Divides pages over lanes that run at the same time. Most of a page's time is waiting: for a node to be missed, for a time-out, for a
 * joining node. So the pages of one datacenter take turns on two rings, beside those that need more. Pages without a fence to run are
 * left out.
 */
export function planLanes(pages: readonly Page[]): readonly Lane[] {
  const run = pages.filter(({ fences }) => fences.some(({ notRun }) => notRun === undefined));
  const on = (ring: RingName, portBase: number): Stretch => ({ ring, portBase, pages: run.filter((page) => page.ring === ring) });
  const one = on('one-datacenter', 9600);
  const half = (rest: number): readonly Page[] => one.pages.filter((_, index) => index % 2 === rest);
  const lanes: readonly Lane[] = [
    [{ ...one, pages: half(0) }],
    [{ ...one, portBase: 9800, pages: half(1) }],
    [on('two-datacenters', 9700), on('of-its-own', 9000)],
  ];
  return lanes.map((lane) => lane.filter((stretch) => stretch.pages.length > 0)).filter((lane) => lane.length > 0);
}
