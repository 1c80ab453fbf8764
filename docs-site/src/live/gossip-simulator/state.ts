import { type Field, whole } from '../frame/field';

/** What the reader chooses. The cluster has settled before round 0: every node takes every other for up. */
export interface GossipState {
  readonly nodes: number;
  readonly seed: number;
  /** How many rounds, seconds, have passed. */
  readonly step: number;
  /** After which round the last node says something new. */
  readonly rumor: number;
  /** Number of the node that is killed; 0 when none is. */
  readonly dead: number;
  /** After which round it is killed. */
  readonly killed: number;
}

/** The last round that can be looked at; a killed node is given up long before. */
export const MAX_STEP = 90;
/** The smallest cluster in which somebody can be killed and two are left to talk. */
export const MIN_NODES = 3;
/** With more nodes, nobody could tell the lines apart. */
export const MAX_NODES = 50;

/** The parts of the state, as attributes and the address have them. */
export const fields: { readonly [Name in keyof GossipState]: Field<GossipState[Name]> } = {
  nodes: { ...whole({ initial: 12, min: MIN_NODES, max: MAX_NODES }), examples: [MIN_NODES, 12, 17] },
  seed: whole({ initial: 1, min: 0, max: 9_999 }),
  // A long run of a large cluster takes a second: worth it for a reader, not a hundred times for a test.
  step: { ...whole({ initial: 1, min: 0, max: MAX_STEP }), examples: [0, 1, 9] },
  rumor: whole({ initial: 0, min: 0, max: MAX_STEP }),
  dead: whole({ initial: 0, min: 0, max: MAX_NODES }),
  killed: whole({ initial: 0, min: 0, max: MAX_STEP }),
};

/** What cannot be together. */
export function check({ nodes, dead }: GossipState): string | undefined {
  if (dead > nodes) return `there is no n${dead} to kill in a cluster of ${nodes} nodes`;
  return dead === nodes ? `n${dead} cannot be killed, because it is the node that has something to say` : undefined;
}
