import type { JSX } from 'react';
import { hasTooFewNodes } from '@ringside/ring';
import type { Observation } from '../live/observation.ts';

type Keyspace = Observation['availability']['keyspaces'][number];

const STATES = [
  ['available', 'good', 'available'],
  ['underReplicated', 'warn', 'under-replicated'],
  ['unavailable', 'bad', 'unavailable'],
] as const;

/** Per keyspace: the part of its token ranges whose requests succeed at the chosen consistency level. */
export function AvailabilityPanel({ keyspaces }: { readonly keyspaces: readonly Keyspace[] }): JSX.Element {
  return (
    <ul className="keyspaces">
      {keyspaces.map((keyspace) => (
        <li key={keyspace.keyspace}>
          <div className="line">
            <strong>{keyspace.keyspace}</strong>
            <span className="quiet">{describeReplication(keyspace.replication)}</span>
          </div>
          {!hasTooFewNodes(keyspace.ranges) && <Bar summary={keyspace.summary} />}
          <div className="quiet">
            {hasTooFewNodes(keyspace.ranges) ? 'asks for more replicas than there are nodes' : describeSummary(keyspace.summary)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Bar({ summary }: { readonly summary: Keyspace['summary'] }): JSX.Element {
  return (
    <div className="bar" aria-hidden="true">
      {STATES.map(([state, tone]) => (
        <span key={state} className={tone} style={{ flexGrow: summary[state] }} />
      ))}
    </div>
  );
}

/** The summary in words, such as `2 of 3 ranges available, 1 under-replicated`; states without a range are left out. */
export function describeSummary(summary: Keyspace['summary']): string {
  const parts = STATES.filter(([state]) => summary[state] > 0).map(([state, , word]) => `${summary[state]} ${word}`);
  return parts.length === 0 ? 'no ranges' : `of ${summary.total} ranges: ${parts.join(', ')}`;
}

/** The replication map in words, such as `NetworkTopologyStrategy dc1 3`. */
export function describeReplication({ class: strategy = '', ...factors }: Readonly<Record<string, string>>): string {
  const parts = Object.entries(factors).map(([name, factor]) => (name === 'replication_factor' ? factor : `${name} ${factor}`));
  return [strategy.slice(strategy.lastIndexOf('.') + 1), ...parts].join(' ');
}
