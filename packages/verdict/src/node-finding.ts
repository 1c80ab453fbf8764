import type { NodeFinding } from './finding.ts';

/** How an interface of a node answered: not in time, not at all since nobody listens, or it was not asked. */
export type Answering = 'answers' | 'silent' | 'refuses' | 'unasked';

/** What a sidecar knows of its own node. */
export interface NodeSigns {
  /** What the system says of its process; `unknown` where it is not told. */
  readonly process: 'runs' | 'stopped' | 'ended' | 'unknown';
  /** Its CQL port. */
  readonly cql: Answering;
  /** Its management interface. */
  readonly control: Answering;
}

/** Rows of the table: the first one whose signs are all there says what is found. */
const TABLE: readonly { readonly signs: Partial<NodeSigns>; readonly finding: NodeFinding }[] = [
  { signs: { process: 'ended' }, finding: 'ended' },
  { signs: { process: 'stopped' }, finding: 'stopped' },
  { signs: { cql: 'answers' }, finding: 'up' },
  { signs: { control: 'answers' }, finding: 'withoutCql' },
  { signs: { process: 'runs', cql: 'refuses' }, finding: 'notListening' },
  { signs: { cql: 'silent' }, finding: 'silent' },
  { signs: { control: 'silent' }, finding: 'silent' },
  { signs: { cql: 'refuses', control: 'unasked' }, finding: 'cqlRefuses' },
  { signs: { cql: 'refuses' }, finding: 'refuses' },
];

/** What the signs of a node say together. The process counts most, then CQL, then control: a node that serves is up, whatever else is slow. */
export function nodeFinding(signs: NodeSigns): NodeFinding {
  const isLike = (wanted: Partial<NodeSigns>): boolean =>
    (Object.keys(wanted) as (keyof NodeSigns)[]).every((name) => wanted[name] === signs[name]);
  return TABLE.find((row) => isLike(row.signs))?.finding ?? 'unknown';
}
