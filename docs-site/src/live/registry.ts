import type { AnyPicture } from './frame/picture';

/** What every page knows of a picture before its JavaScript is there. */
export interface RegisteredPicture {
  readonly load: () => Promise<{ readonly picture: AnyPicture }>;
  /** How high it is on a wide page: room kept where there is no HTML of the build, after a change of page without a load. */
  readonly heightPx: number;
}

/** All live pictures, by id; the chunk of each is called `live-<id>`. One that is added here is in the tests of all pictures, too. */
export const pictures: Readonly<Record<string, RegisteredPicture>> = {
  'ring-explorer': {
    load: () => import(/* webpackChunkName: "live-ring-explorer" */ './ring-explorer/picture'),
    heightPx: 1120,
  },
  'vnode-balance': {
    load: () => import(/* webpackChunkName: "live-vnode-balance" */ './vnode-balance/picture'),
    heightPx: 1040,
  },
  'quorum-calculator': {
    load: () => import(/* webpackChunkName: "live-quorum-calculator" */ './quorum-calculator/picture'),
    heightPx: 600,
  },
  'merkle-tree': {
    load: () => import(/* webpackChunkName: "live-merkle-tree" */ './merkle-tree/picture'),
    heightPx: 1050,
  },
  compaction: {
    load: () => import(/* webpackChunkName: "live-compaction" */ './compaction/picture'),
    heightPx: 900,
  },
  'partition-size': {
    load: () => import(/* webpackChunkName: "live-partition-size" */ './partition-size/picture'),
    heightPx: 850,
  },
  'gossip-simulator': {
    load: () => import(/* webpackChunkName: "live-gossip-simulator" */ './gossip-simulator/picture'),
    heightPx: 900,
  },
  'phi-detector': {
    load: () => import(/* webpackChunkName: "live-phi-detector" */ './phi-detector/picture'),
    heightPx: 620,
  },
};
