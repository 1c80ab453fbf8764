import { type JSX, useState } from 'react';
import { formatEndpoint } from '@ringside/model';
import { hrefOf } from '../address/address.ts';
import type { Node, Observation } from '../live/observation.ts';
import { Scroll } from '../parts/scroll.tsx';
import { colours } from '../ring/colours.ts';
import { ringNodes } from '../ring/ring-nodes.ts';
import { NodeState } from './node-state.tsx';

/** So many rows are drawn at first. */
const MOST_ROWS = 100;

/** Every node with what an operator asks first: is it up, in what state, how much it holds, how sure its peers are. Those that are not up come first. */
export function NodeTable({ observation }: { readonly observation: Pick<Observation, 'nodes' | 'ring'> }): JSX.Element {
  const [most, setMost] = useState(MOST_ROWS);
  const sorted = sortedNodes(observation.nodes);
  const ring = ringNodes(observation);
  const colourOfNode = colours(ring);
  const byId = new Map(ring.map((node) => [node.id, colourOfNode(node)]));
  return (
    <>
      <Scroll label="Table of nodes">
        <table>
          <thead>
            <tr>
              <th scope="col">Node</th>
              <th scope="col">Status</th>
              <th scope="col">Where</th>
              <th scope="col" className="number">
                Load
              </th>
              <th scope="col" className="number">
                Owns
              </th>
              <th
                scope="col"
                className="number"
                title="How strongly the asked node suspects this one of being dead; from 8 on it counts as dead"
              >
                φ
              </th>
              <th scope="col">Version</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, most).map((node) => (
              <NodeRow key={formatEndpoint(node)} node={node} colour={byId.get(formatEndpoint(node))} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {sorted.length > most ? (
        <p className="line">
          <span className="quiet">
            {most} of {sorted.length} nodes, those that are not up first.
          </span>
          <button type="button" onClick={() => setMost(most + MOST_ROWS)}>
            Show more
          </button>
        </p>
      ) : null}
    </>
  );
}

function sortedNodes(nodes: readonly Node[]): readonly Node[] {
  const order = new Intl.Collator('en', { numeric: true });
  return nodes.toSorted(
    (a, b) => Number(a.status === 'Up') - Number(b.status === 'Up') || order.compare(formatEndpoint(a), formatEndpoint(b)),
  );
}

function NodeRow({ node, colour = 'transparent' }: { readonly node: Node; readonly colour: string | undefined }): JSX.Element {
  return (
    <tr>
      <th scope="row">
        <span className="swatch" style={{ background: colour }} aria-hidden="true" />
        <a href={hrefOf({ view: 'nodes', node: formatEndpoint(node) })}>{node.address}</a>
      </th>
      <td>
        <NodeState node={node} />
        {node.verdict.sentence !== 'up' && <div className="quiet sentence">{node.verdict.sentence}</div>}
      </td>
      <td>
        {node.datacenter ?? '?'} / {node.rack ?? '?'}
      </td>
      <td className="number">{node.load}</td>
      <td className="number">{node.owns === null ? '?' : `${(node.owns * 100).toFixed(1)}%`}</td>
      <td className="number">{node.phi === null ? '–' : node.phi.toFixed(2)}</td>
      <td>{node.releaseVersion ?? '?'}</td>
    </tr>
  );
}
