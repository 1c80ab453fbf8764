import type { JSX } from 'react';
import { ringColours } from '@ringside/diagrams';
import { formatEndpoint } from '@ringside/model';
import { hrefOf } from '../address/address.ts';
import type { Node, Observation } from '../live/observation.ts';
import { Table } from '../parts/table.tsx';
import { ringNodes } from '../ring/ring-nodes.ts';
import { NodeState } from './node-state.tsx';

/** Every node with what an operator asks first: is it up, in what state, how much it holds, how sure its peers are. Those that are not up come first. */
export function NodeTable({ observation }: { readonly observation: Pick<Observation, 'nodes' | 'ring'> }): JSX.Element {
  const ring = ringNodes(observation);
  const colourOfNode = ringColours(ring);
  const byId = new Map(ring.map((node) => [node.id, colourOfNode(node)]));
  return (
    <Table
      label="Table of nodes"
      rows={sortedNodes(observation.nodes)}
      keyOf={formatEndpoint}
      empty="The sidecar knows of no node."
      columns={[
        { heading: 'Node', cell: (node) => <Name node={node} colour={byId.get(formatEndpoint(node))} /> },
        { heading: 'Status', cell: (node) => <Status node={node} /> },
        { heading: 'Where', cell: ({ datacenter, rack }) => `${datacenter ?? '?'} / ${rack ?? '?'}` },
        { heading: 'Load', isNumber: true, cell: ({ load }) => load },
        { heading: 'Owns', isNumber: true, cell: ({ owns }) => (owns === null ? '?' : `${(owns * 100).toFixed(1)}%`) },
        { heading: 'φ', isNumber: true, cell: ({ phi }) => (phi === null ? '–' : phi.toFixed(2)) },
        { heading: 'Version', cell: ({ releaseVersion }) => releaseVersion ?? '?' },
      ]}
    />
  );
}

function sortedNodes(nodes: readonly Node[]): readonly Node[] {
  const order = new Intl.Collator('en', { numeric: true });
  return nodes.toSorted(
    (a, b) => Number(a.status === 'Up') - Number(b.status === 'Up') || order.compare(formatEndpoint(a), formatEndpoint(b)),
  );
}

function Name({ node, colour = 'transparent' }: { readonly node: Node; readonly colour: string | undefined }): JSX.Element {
  return (
    <>
      <span className="swatch" style={{ background: colour }} aria-hidden="true" />
      <a href={hrefOf({ view: 'nodes', node: formatEndpoint(node) })}>{node.address}</a>
    </>
  );
}

function Status({ node }: { readonly node: Node }): JSX.Element {
  return (
    <>
      <NodeState node={node} />
      {node.verdict.sentence !== 'up' && <div className="quiet sentence">{node.verdict.sentence}</div>}
    </>
  );
}
