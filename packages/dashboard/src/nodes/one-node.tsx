import type { JSX } from 'react';
import { formatEndpoint } from '@ringside/model';
import { type Address, hrefOf } from '../address/address.ts';
import type { Node } from '../live/observation.ts';
import { nodeBeside } from './beside.ts';

/** So many other nodes are linked; a large ring has its table. */
const MOST_LINKED = 12;

/** What {@link OneNode} shows. */
export interface OneNodeProps {
  /** Undefined before they were seen. */
  readonly nodes: readonly Node[] | undefined;
  readonly address: Address;
}

/** Says of which node a view is that only its own sidecar can show, and leads to the same of the others. */
export function OneNode({ nodes = [], address }: OneNodeProps): JSX.Element {
  const beside = nodeBeside(nodes);
  const others = nodes.filter((node) => node !== beside);
  return (
    <p className="one-node quiet">
      This is{' '}
      {beside === undefined ? (
        'the node beside this sidecar'
      ) : (
        <a href={hrefOf({ view: 'nodes', node: formatEndpoint(beside) })}>{beside.address}</a>
      )}
      .{' '}
      {others.length === 0 ? null : (
        <>
          The others, on the pages of their sidecars:{' '}
          {others.slice(0, MOST_LINKED).map((node) => (
            <span key={formatEndpoint(node)}>
              <a href={`${node.sidecarUrl}/${hrefOf(address)}`}>{node.address}</a>{' '}
            </span>
          ))}
          {others.length > MOST_LINKED ? <a href={hrefOf({ view: 'nodes' })}>and {others.length - MOST_LINKED} more</a> : null}
        </>
      )}
    </p>
  );
}
