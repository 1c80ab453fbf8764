import type { JSX } from 'react';
import { formatEndpoint } from '@ringside/model';
import { type Address, hrefOf } from '../address/address.ts';
import type { Node, Observation } from '../live/observation.ts';
import { Facts } from '../parts/facts.tsx';
import { nodeBeside } from './beside.ts';
import { CapacitySection } from './capacity-table.tsx';
import { Evidence } from './evidence.tsx';
import { NodeState } from './node-state.tsx';
import { NodeTable } from './node-table.tsx';

/** What {@link NodesView} shows. */
export interface NodesViewProps {
  readonly observation: Observation;
  readonly address: Address;
}

/** All nodes, or the one of the address. */
export function NodesView({ observation, address }: NodesViewProps): JSX.Element {
  if (address.node === undefined)
    return (
      <>
        <section aria-labelledby="nodes-heading">
          <h2 id="nodes-heading">Nodes</h2>
          <NodeTable observation={observation} />
        </section>
        <CapacitySection />
      </>
    );
  const node = observation.nodes.find((each) => formatEndpoint(each) === address.node);
  if (node === undefined) return <Gone name={address.node} />;
  return <NodeDetail node={node} isHere={node === nodeBeside(observation.nodes)} />;
}

function Gone({ name }: { readonly name: string }): JSX.Element {
  return (
    <section aria-labelledby="gone-heading">
      <h2 id="gone-heading">{name} is not in the ring</h2>
      <p>
        It may have been decommissioned or replaced, or have another address now.{' '}
        <a href={hrefOf({ view: 'nodes' })}>See the nodes there are</a>.
      </p>
    </section>
  );
}

/** One node: the verdict with who says so, what gossip tells of it, and where to find what only its own sidecar knows. */
function NodeDetail({ node, isHere }: { readonly node: Node; readonly isHere: boolean }): JSX.Element {
  return (
    <>
      <section className={`verdict-card ${node.status === 'Up' ? 'good' : 'bad'}`} aria-labelledby="node-heading">
        <h2 id="node-heading">{formatEndpoint(node)}</h2>
        <p>
          <NodeState node={node} />
        </p>
        <p>{node.verdict.sentence}</p>
      </section>
      <section aria-labelledby="evidence-heading">
        <h2 id="evidence-heading">Who says so</h2>
        <Evidence node={node} />
      </section>
      <section aria-labelledby="facts-heading">
        <h2 id="facts-heading">About it</h2>
        <Facts facts={factsOf(node)} />
      </section>
      <section aria-labelledby="more-heading">
        <h2 id="more-heading">What only its own sidecar knows</h2>
        <Links node={node} isHere={isHere} />
      </section>
    </>
  );
}

function factsOf(node: Node): readonly (readonly [string, string])[] {
  return [
    ['Where', `${node.datacenter ?? '?'} / ${node.rack ?? '?'}`],
    ['Load', node.load],
    ['Owns of the ring', node.owns === null ? 'nothing' : `${(node.owns * 100).toFixed(1)}%`],
    ['Tokens', String(node.tokens)],
    ['Cassandra', node.releaseVersion ?? 'not known'],
    ['Schema', node.schemaVersion ?? 'not known'],
    ['Host ID', node.hostId ?? 'not known'],
    ['CQL port', node.nativePort === null ? 'not known' : String(node.nativePort)],
  ];
}

/** Views that are about one node: that beside the sidecar that serves them. */
const OF_ONE_NODE = [
  ['activity', 'Compactions and streams'],
  ['clients', 'Clients'],
  ['snapshots', 'Snapshots'],
  ['settings', 'Settings and disks'],
] as const;

function Links({ node, isHere }: { readonly node: Node; readonly isHere: boolean }): JSX.Element {
  const base = isHere ? '' : `${node.sidecarUrl}/`;
  return (
    <>
      {isHere ? null : (
        <p className="quiet">
          These links lead to the page of its sidecar, <code>{node.sidecarUrl}</code>. Where that asks for a token, it asks again: this page
          hands its own to nobody.
        </p>
      )}
      <ul className="links">
        {OF_ONE_NODE.map(([view, title]) => (
          <li key={view}>
            <a href={`${base}${hrefOf({ view })}`}>{title}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
