import type { JSX } from 'react';
import { rackOf, ringColours, type RingNode } from '@ringside/diagrams';
import { hrefOf } from '../address/address.ts';
import { groupBy } from '../parts/group-by.ts';

/** So many nodes of a rack are named; of more only how many there are. */
const MOST_NAMED = 12;

/** Datacenters, their racks, and the nodes in them: the picture's legend. */
export function RackList({ nodes }: { readonly nodes: readonly RingNode[] }): JSX.Element {
  const colourOfNode = ringColours(nodes);
  const racks = groupBy(nodes, rackOf);
  const datacenters = groupBy([...racks.values()], ([first]) => first?.datacenter ?? '');
  return (
    <section aria-labelledby="racks-heading">
      <h2 id="racks-heading">Datacenters and racks</h2>
      {[...datacenters.entries()].map(([datacenter, itsRacks]) => (
        <div key={datacenter} className="datacenter">
          <h3>{datacenter}</h3>
          <ul>
            {itsRacks.map((members) => (
              <Rack key={members[0]?.rack} members={members} colourOfNode={colourOfNode} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

interface RackProps {
  readonly members: readonly RingNode[];
  readonly colourOfNode: (node: RingNode) => string;
}

function Rack({ members, colourOfNode }: RackProps): JSX.Element {
  const down = members.filter(({ alive }) => !alive);
  const named = members.length <= MOST_NAMED ? members : down.slice(0, MOST_NAMED);
  return (
    <li>
      {members[0]?.rack}
      <span className="quiet">
        {' '}
        {members.length} {members.length === 1 ? 'node' : 'nodes'}
        {down.length === 0 ? '' : `, ${down.length} not up`}
      </span>{' '}
      {named.map((node) => (
        <a key={node.id} className="chip" href={hrefOf({ view: 'nodes', node: node.id })}>
          <span className="swatch" style={{ background: colourOfNode(node) }} aria-hidden="true" />
          {node.id.replace(/:\d+$/, '')}
          {node.alive ? '' : ' ✕'}
        </a>
      ))}
    </li>
  );
}
