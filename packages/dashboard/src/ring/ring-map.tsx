import type { JSX } from 'react';
import { type RingNode, RingPicture } from '@ringside/diagrams';
import type { Range } from '../live/observation.ts';
import { MOST_COLOURED_NODES } from './colours.ts';
import { DenseRing } from './dense-ring.tsx';

/** A picture with an element for each token is slow with more of them, and their names cover each other. */
const MOST_TOKENS = 24 * 16;

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
  const tokens = nodes.reduce((sum, node) => sum + node.tokens.length, 0);
  if (nodes.length === 0) return <p className="quiet">The sidecar knows of no node.</p>;
  if (nodes.length > MOST_COLOURED_NODES || tokens > MOST_TOKENS)
    return <DenseRing nodes={nodes} marked={marked} range={range} onPickToken={onPickToken} />;
  return (
    <RingPicture
      nodes={nodes}
      labelOf={({ id }) => id.replace(/:\d+$/, '')}
      onPickToken={onPickToken}
      replicas={range?.replicas ?? []}
      {...(marked !== undefined && { marked })}
      {...(range !== undefined && { range: { start: BigInt(range.start), end: BigInt(range.end) } })}
    />
  );
}
