import { type JSX, useState } from 'react';
import { RingPicture } from '@ringside/diagrams';
import { type ConsistencyLevel, parseConsistencyLevel } from '@ringside/model';
import { AvailabilityPanel } from './availability/availability-panel.tsx';
import { KeyField } from './keys/key-field.tsx';
import { locate } from './keys/locate.ts';
import type { Observation } from './live/observation.ts';
import { NodeTable } from './nodes/node-table.tsx';
import { ringNodes } from './nodes/ring-nodes.ts';

/** Those that a read can have, in the order in which they are offered: what most applications use comes first. */
const LEVELS: readonly ConsistencyLevel[] = [
  'LOCAL_QUORUM',
  'QUORUM',
  'EACH_QUORUM',
  'LOCAL_ONE',
  'ONE',
  'TWO',
  'THREE',
  'ALL',
  'SERIAL',
  'LOCAL_SERIAL',
];

/** What {@link Overview} shows and reports. */
export interface OverviewProps {
  readonly observation: Observation;
  readonly consistency: ConsistencyLevel;
  readonly onConsistency: (level: ConsistencyLevel) => void;
}

/** What was observed: ring, nodes, availability. */
export function Overview({ observation, consistency, onConsistency }: OverviewProps): JSX.Element {
  const [key, setKey] = useState('');
  const [keyspaceName, setKeyspaceName] = useState('');
  const { keyspaces } = observation.availability;
  const keyspace = keyspaces.find((candidate) => candidate.keyspace === keyspaceName) ?? keyspaces[0];
  const location = key === '' ? undefined : locate(key, keyspace?.ranges ?? []);
  const ring = ringNodes(observation.ring);
  const marks = location === undefined ? {} : { marked: location.token, replicas: location.replicas };
  return (
    <>
      <section className="ring" aria-labelledby="ring-heading">
        <h2 id="ring-heading">Where is my data?</h2>
        <KeyField
          value={key}
          onChange={setKey}
          keyspaces={keyspaces.map(({ keyspace: name }) => name)}
          keyspace={keyspace?.keyspace ?? ''}
          onKeyspace={setKeyspaceName}
          location={location}
        />
        <RingPicture nodes={ring} {...marks} />
      </section>
      <section aria-labelledby="nodes-heading">
        <h2 id="nodes-heading">Nodes</h2>
        <NodeTable nodes={observation.nodes} ring={ring} />
        <div className="line spaced">
          <h2>Availability</h2>
          <label>
            at{' '}
            <select value={consistency} onChange={(event) => onConsistency(parseConsistencyLevel(event.target.value))}>
              {LEVELS.map((level) => (
                <option key={level}>{level}</option>
              ))}
            </select>
          </label>
        </div>
        <AvailabilityPanel keyspaces={keyspaces} />
      </section>
    </>
  );
}
