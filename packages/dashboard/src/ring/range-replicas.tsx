import type { JSX, ReactNode } from 'react';
import { formatEndpoint } from '@ringside/model';
import { hrefOf } from '../address/address.ts';
import type { Node, Range } from '../live/observation.ts';
import { NodeState } from '../nodes/node-state.tsx';

const STATES: Readonly<Record<Range['state'], readonly [tone: string, words: string]>> = {
  available: ['good', 'every replica is up'],
  underReplicated: ['warn', 'a replica is missing, and requests still succeed'],
  unavailable: ['bad', 'requests fail'],
};

/** What {@link RangeReplicas} shows. */
export interface RangeReplicasProps {
  readonly range: Range;
  readonly nodes: readonly Node[];
  /** The consistency level that the range was judged at. */
  readonly level: string;
  readonly children?: ReactNode;
}

/** One range: its replicas in the order in which they are placed, how each is, and what that means for requests. */
export function RangeReplicas({ range, nodes, level, children }: RangeReplicasProps): JSX.Element {
  const [tone, words] = STATES[range.state];
  return (
    <section aria-labelledby="range-heading">
      <h2 id="range-heading">Range</h2>
      <p className="tokens">
        <code>
          ({range.start}, {range.end}]
        </code>
      </p>
      <p aria-live="polite">
        <span className={`badge ${tone}`}>{words}</span> at {level}: it needs {range.needed}, and {range.counted} can answer
      </p>
      <ol className="replicas">
        {range.replicas.map((replica) => (
          <li key={replica}>
            <ReplicaLine replica={replica} node={nodes.find((each) => formatEndpoint(each) === replica)} />
          </li>
        ))}
      </ol>
      {children}
    </section>
  );
}

function ReplicaLine({ replica, node }: { readonly replica: string; readonly node: Node | undefined }): JSX.Element {
  if (node === undefined) return <>{replica} (not in the ring any more)</>;
  return (
    <>
      <a href={hrefOf({ view: 'nodes', node: replica })}>{node.address}</a> <NodeState node={node} />{' '}
      <span className="quiet">
        {node.datacenter} / {node.rack}
      </span>
    </>
  );
}
