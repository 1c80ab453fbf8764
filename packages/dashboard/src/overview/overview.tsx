import type { JSX } from 'react';
import { type ConsistencyLevel, formatEndpoint } from '@ringside/model';
import { type Address, hrefOf } from '../address/address.ts';
import { AvailabilityPanel } from '../keyspaces/availability-panel.tsx';
import { LevelField } from '../keyspaces/level-field.tsx';
import type { Node, Observation } from '../live/observation.ts';
import { NodeTable } from '../nodes/node-table.tsx';
import { Evidence } from '../nodes/evidence.tsx';
import { type Health, healthOf, listOf, type Problem } from './health.ts';

/** What {@link Overview} shows and reports. */
export interface OverviewProps {
  readonly observation: Observation;
  readonly address: Address;
  readonly onConsistency: (level: ConsistencyLevel) => void;
}

/** The verdict, then what it stands on: what is wrong, who says so, the nodes, and what of each keyspace can be reached. */
export function Overview({ observation, address, onConsistency }: OverviewProps): JSX.Element {
  const health = healthOf(observation);
  const { availability, nodes } = observation;
  return (
    <>
      <section className={`verdict-card ${health.tone}`} aria-labelledby="verdict-heading">
        <h2 id="verdict-heading">{HEADINGS[health.tone]}</h2>
        <p>{health.sentence}.</p>
        <BeyondSize health={health} nodes={nodes.length} />
      </section>
      <Problems problems={health.problems} nodes={nodes} address={address} />
      <section aria-labelledby="nodes-heading">
        <h2 id="nodes-heading">Nodes</h2>
        <NodeTable observation={observation} />
      </section>
      <section aria-labelledby="availability-heading">
        <div className="line">
          <h2 id="availability-heading">Keyspaces</h2>
          <LevelField value={availability.consistency as ConsistencyLevel} onChange={onConsistency} />
        </div>
        <AvailabilityPanel keyspaces={availability.keyspaces} consistency={address.consistency} />
      </section>
    </>
  );
}

const HEADINGS: Readonly<Record<Health['tone'], string>> = {
  good: 'The cluster is healthy',
  warn: 'The cluster works, and needs a look',
  bad: 'Requests fail',
};

function BeyondSize({ health: { beyondSize }, nodes }: { readonly health: Health; readonly nodes: number }): JSX.Element | null {
  if (beyondSize.length === 0) return null;
  const verb = beyondSize.length === 1 ? 'asks' : 'ask';
  return (
    <p className="quiet">
      {listOf(beyondSize)} {verb} for more replicas than this cluster has nodes ({nodes}). That is not a fault: every node there is has a
      copy. Add nodes to get the other copies.
    </p>
  );
}

/** What is wrong, the worst first, each with where to look, and of a node with who says so. */
function Problems({
  problems,
  nodes,
  address,
}: {
  readonly problems: readonly Problem[];
  readonly nodes: readonly Node[];
  readonly address: Address;
}): JSX.Element | null {
  if (problems.length === 0) return null;
  return (
    <section aria-labelledby="problems-heading">
      <h2 id="problems-heading">What is wrong</h2>
      <ul className="problems">
        {problems.map((problem) => (
          <li key={problem.sentence} className={problem.tone}>
            <ProblemLine problem={problem} address={address} />
            {problem.node === undefined ? null : <Evidence node={nodes.find((each) => formatEndpoint(each) === problem.node)} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProblemLine({
  problem: { sentence, node, keyspace },
  address,
}: {
  readonly problem: Problem;
  readonly address: Address;
}): JSX.Element {
  const { consistency } = address;
  const href = hrefOf(keyspace === undefined ? { view: 'nodes', node } : { view: 'ring', keyspace, consistency });
  return (
    <p>
      {sentence}. <a href={href}>{keyspace === undefined ? 'Look at the node' : 'See the ranges'}</a>
    </p>
  );
}
