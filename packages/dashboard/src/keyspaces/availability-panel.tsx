import type { JSX } from 'react';
import type { ConsistencyLevel } from '@ringside/model';
import { hrefOf } from '../address/address.ts';
import type { Keyspace } from '../live/observation.ts';
import { asksForMore } from './asks-for-more.ts';

const STATES = [
  ['available', 'good', 'available'],
  ['underReplicated', 'warn', 'under-replicated'],
  ['unavailable', 'bad', 'unavailable'],
] as const;

/** What {@link AvailabilityPanel} shows. */
export interface AvailabilityPanelProps {
  readonly keyspaces: readonly Keyspace[];
  /** The level that the reader chose, for links. */
  readonly consistency?: ConsistencyLevel | undefined;
}

/** Per keyspace: the part of its token ranges whose requests succeed at the chosen consistency level. */
export function AvailabilityPanel({ keyspaces, consistency }: AvailabilityPanelProps): JSX.Element {
  if (keyspaces.length === 0) return <p className="quiet">No keyspace is replicated.</p>;
  return (
    <ul className="keyspaces">
      {keyspaces.map((keyspace) => (
        <li key={keyspace.keyspace}>
          <div className="line">
            <a href={hrefOf({ view: 'keyspaces', keyspace: keyspace.keyspace, consistency })}>{keyspace.keyspace}</a>
            <span className="quiet">{describeReplication(keyspace.replication)}</span>
          </div>
          {!asksForMore(keyspace) && <Bar summary={keyspace.summary} />}
          <div className="quiet">{describeAvailability(keyspace)}</div>
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

/** How a keyspace is, in words. */
export function describeAvailability(keyspace: Keyspace): string {
  return asksForMore(keyspace) ? 'asks for more replicas than there are nodes' : describeSummary(keyspace.summary);
}

/** The summary in words, such as `of 3 ranges: 2 available, 1 unavailable`; states without a range are left out. */
export function describeSummary(summary: Keyspace['summary']): string {
  const parts = STATES.filter(([state]) => summary[state] > 0).map(([state, , word]) => `${summary[state]} ${word}`);
  return parts.length === 0 ? 'no ranges' : `of ${summary.total} ranges: ${parts.join(', ')}`;
}

/** The replication map in words, such as `NetworkTopologyStrategy dc1 3`. */
export function describeReplication({ class: strategy = '', ...factors }: Readonly<Record<string, string>>): string {
  const parts = Object.entries(factors).map(([name, factor]) => (name === 'replication_factor' ? factor : `${name} ${factor}`));
  return [strategy.slice(strategy.lastIndexOf('.') + 1), ...parts].join(' ');
}
