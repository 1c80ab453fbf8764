import type { JSX } from 'react';
import { DenseRingPicture, isDense, type RingNode, RingPicture } from '@ringside/diagrams';
import type { Range } from '../live/observation.ts';

/** What {@link RingMap} draws and reports. */
export interface RingMapProps {
  readonly nodes: readonly RingNode[];
  /** The token of the key that was typed. */
  readonly marked?: bigint | undefined;
  /** The range to stress, with its replicas. */
  readonly range?: Pick<Range, 'start' | 'end' | 'replicas'> | undefined;
  /** Called with a token of the range that was clicked on. */
  readonly onPickToken: (token: bigint) => void;
}

/** The ring: each node with its name where they are few; a large one as racks, to be moved and enlarged. */
export function RingMap({ nodes, marked, range, onPickToken }: RingMapProps): JSX.Element {
  if (nodes.length === 0) return <p className="quiet">The sidecar knows of no node.</p>;
  const chosen = {
    ...(marked !== undefined && { marked }),
    ...(range !== undefined && { replicas: range.replicas, range: { start: BigInt(range.start), end: BigInt(range.end) } }),
  };
  if (isDense(nodes)) return <DenseRingPicture nodes={nodes} onPickToken={onPickToken} {...chosen} />;
  return <RingPicture nodes={nodes} labelOf={({ id }) => id.replace(/:\d+$/, '')} onPickToken={onPickToken} {...chosen} />;
}
