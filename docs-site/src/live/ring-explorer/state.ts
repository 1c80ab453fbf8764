import { isOpsError } from '@ringside/core';
import { KEY_TYPES, serializeKey } from '@ringside/ring';
import { choice, someOf, text, whole } from '../frame/field';
import type { Fields } from '../frame/picture';

/** What the reader chooses. */
export interface RingState {
  readonly nodes: number;
  readonly racks: number;
  /** Tokens a node. */
  readonly tokens: number;
  readonly rf: number;
  /** The key's CQL type. */
  readonly type: string;
  readonly key: string;
  /** Numbers of the nodes that are down, from 1. */
  readonly dead: readonly number[];
}

/** More do not fit around the ring. */
export const MAX_NODES = 12;
/** How many racks there can be. */
export const MAX_RACKS = 4;
/** Which numbers of tokens a node can have. */
export const TOKENS = [1, 4, 16] as const;
/** The longest key, in characters. */
export const MAX_KEY_LENGTH = 100;

/** How the state is written. */
export const fields: Fields<RingState> = {
  nodes: whole({ initial: 6, min: 1, max: MAX_NODES }),
  racks: whole({ initial: 3, min: 1, max: MAX_RACKS }),
  tokens: choice<number>(TOKENS, 1),
  rf: whole({ initial: 3, min: 1, max: MAX_NODES }),
  type: choice(KEY_TYPES, 'text'),
  key: text({ initial: 'alice', maxLength: MAX_KEY_LENGTH, examples: ['42', 'a, b & c=100%', 'Größe 🐘'] }),
  dead: someOf({ min: 1, max: MAX_NODES }),
};

/** A ring must have what is asked of it, and the key must be a value of its type. */
export function check({ nodes, racks, rf, type, key, dead }: RingState): string | undefined {
  if (rf > nodes) return `rf ${rf} needs at least ${rf} nodes, but nodes is ${nodes}`;
  if (racks > nodes) return `racks ${racks} needs at least ${racks} nodes, but nodes is ${nodes}`;
  const stranger = dead.find((number) => number > nodes);
  if (stranger !== undefined) return `node ${stranger} cannot be down: there are ${nodes} nodes`;
  if (key === '') return 'a partition key may not be empty';
  return keyProblem(type, key);
}

function keyProblem(type: string, key: string): string | undefined {
  try {
    serializeKey(type, key);
    return undefined;
  } catch (error) {
    if (!isOpsError(error)) throw error;
    return `${error.message}. ${error.remedy ?? ''}`.trim().replace(/\.$/, '');
  }
}

/** A value of each type, for a reader who changes the type and has not typed one yet. */
const SAMPLES: Readonly<Record<string, string>> = {
  blob: '0xcafe',
  boolean: 'true',
  date: '2026-11-23',
  decimal: '1.50',
  inet: '10.0.0.1',
  text: 'alice',
  ascii: 'alice',
  varchar: 'alice',
  time: '10:00:00',
  timestamp: '2026-11-23T10:00:00Z',
  timeuuid: '5e1f2a30-8b1c-11ee-b9d1-0242ac120002',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
};

/** Another type for the key; the key stays where it is a value of that type, too. */
export function withType({ key }: RingState, type: string): Partial<RingState> {
  return { type, key: keyProblem(type, key) === undefined ? key : (SAMPLES[type] ?? '42') };
}

/** More or fewer nodes; what asked for more than there are now asks for as many as there are. */
export function withNodes({ racks, rf, dead }: RingState, nodes: number): Partial<RingState> {
  return { nodes, racks: Math.min(racks, nodes), rf: Math.min(rf, nodes), dead: dead.filter((number) => number <= nodes) };
}
