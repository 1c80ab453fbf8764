import { type JSX, useCallback, useState } from 'react';
import type { SidecarClient } from '@ringside/api';
import type { OpsError } from '@ringside/core';
import { RingPicture } from '@ringside/diagrams';
import { type ConsistencyLevel, parseConsistencyLevel } from '@ringside/model';
import { AvailabilityPanel } from './availability/availability-panel.tsx';
import { KeyField } from './keys/key-field.tsx';
import { locate } from './keys/locate.ts';
import { type Observation, observe } from './live/observation.ts';
import { useLive } from './live/use-live.ts';
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

/** The whole page: head line, ring, nodes, availability; refreshed while it is looked at. */
export function App({ client }: { readonly client: SidecarClient }): JSX.Element {
  const [consistency, setConsistency] = useState<ConsistencyLevel>('LOCAL_QUORUM');
  const ask = useCallback((signal: AbortSignal) => observe(client, consistency, signal), [client, consistency]);
  const { value, error, atMs } = useLive(ask);
  return (
    <>
      <header>
        <h1>
          <span className="mark" aria-hidden="true">
            ◯
          </span>{' '}
          Ringside
        </h1>
        {value === undefined ? null : <Verdict observation={value} stale={error !== undefined} />}
      </header>
      <main>
        {error === undefined ? null : <Problem error={error} atMs={atMs} />}
        {value === undefined && error === undefined ? <p role="status">Asking the sidecar …</p> : null}
        {value === undefined ? null : <Overview observation={value} consistency={consistency} onConsistency={setConsistency} />}
      </main>
    </>
  );
}

function Verdict({ observation, stale }: { readonly observation: Observation; readonly stale: boolean }): JSX.Element {
  const up = observation.nodes.filter(({ status }) => status === 'Up').length;
  const lost = observation.availability.keyspaces.filter(({ summary }) => summary.unavailable > 0).length;
  const good = up === observation.nodes.length && lost === 0 && !stale;
  return (
    <p className={good ? 'verdict good' : 'verdict bad'} role="status">
      {up} of {observation.nodes.length} nodes up
      {lost === 0 ? '' : `, ${lost} ${lost === 1 ? 'keyspace' : 'keyspaces'} with unavailable ranges`}
      {stale ? ' (last known)' : ''}
    </p>
  );
}

function Problem({ error, atMs }: { readonly error: OpsError; readonly atMs: number | undefined }): JSX.Element {
  return (
    <div className="problem" role="alert">
      <strong>{error.message}</strong> <span>{error.remedy}</span>
      {atMs === undefined ? null : <span className="quiet"> Shown is what was seen at {new Date(atMs).toLocaleTimeString()}.</span>}
    </div>
  );
}

interface OverviewProps {
  readonly observation: Observation;
  readonly consistency: ConsistencyLevel;
  readonly onConsistency: (level: ConsistencyLevel) => void;
}

function Overview({ observation, consistency, onConsistency }: OverviewProps): JSX.Element {
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
