import type { JSX } from 'react';
import { colourOf, type RingNode } from '@ringside/diagrams';
import type { Observation } from '../live/observation.ts';

type Node = Observation['nodes'][number];

/** Every node with what an operator asks first: is it up, in what state, how much it holds, how sure its peers are. */
export function NodeTable({ nodes, ring }: { readonly nodes: readonly Node[]; readonly ring: readonly RingNode[] }): JSX.Element {
  const order = ring.map(({ id }) => id);
  const sorted = nodes.toSorted((a, b) => order.indexOf(a.address) - order.indexOf(b.address));
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Table of nodes">
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
            <th scope="col" className="number" title="The suspicion of the asked node; 8 and more counts as dead">
              φ
            </th>
            <th scope="col">Version</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((node) => (
            <NodeRow key={node.address} node={node} colour={colourOf(Math.max(0, order.indexOf(node.address)))} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NodeRow({ node, colour }: { readonly node: Node; readonly colour: string }): JSX.Element {
  const up = node.status === 'Up';
  return (
    <tr>
      <th scope="row">
        <span className="swatch" style={{ background: colour }} aria-hidden="true" />
        <a href={node.sidecarUrl}>{node.address}</a>
      </th>
      <td>
        <span className={up ? 'badge good' : 'badge bad'}>
          {up ? '●' : '✕'} {node.status} {node.state}
        </span>
        {node.verdict.sentence !== 'up' && <div className="quiet verdict">{node.verdict.sentence}</div>}
      </td>
      <td>
        {node.datacenter} / {node.rack}
      </td>
      <td className="number">{node.load}</td>
      <td className="number">{node.owns === null ? '?' : `${(node.owns * 100).toFixed(1)}%`}</td>
      <td className="number">{node.phi === null ? '–' : node.phi.toFixed(2)}</td>
      <td>{node.releaseVersion}</td>
    </tr>
  );
}
