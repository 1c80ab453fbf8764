import { ReplicaRows } from '@ringside/diagrams';
import type { ReactNode } from 'react';
import type { PartProps } from '../frame/picture';
import { datacenter } from './keyspace';
import type { QuorumState } from './state';
import type { Quorums } from './quorums';

/** The replicas of a row, with those that have the write and those that the read asks. */
export function Draw({ state, model: { worst } }: PartProps<QuorumState, Quorums>): ReactNode {
  const rows = state.rf.map((replicas, at) => ({
    datacenter: datacenter(at + 1),
    replicas,
    written: worst.written[at] ?? 0,
    read: worst.read[at] ?? 0,
  }));
  return <ReplicaRows rows={rows} />;
}
