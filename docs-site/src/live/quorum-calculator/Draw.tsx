import { ReplicaRows } from '@ringside/diagrams';
import type { ReactNode } from 'react';
import type { PartProps } from '../frame/picture';
import { datacenter } from './levels';
import type { QuorumModel, QuorumState } from './picture';

/** The replicas of a row, and those that the write and the read wait for. */
export function Draw({ state, model }: PartProps<QuorumState, QuorumModel>): ReactNode {
  return (
    <ReplicaRows
      datacenters={state.rf.map((replicas, at) => ({ name: datacenter(at + 1), replicas }))}
      waits={[
        { name: 'write', counts: [model.write.waitsFor], from: 'left' },
        { name: 'read', counts: [model.read.waitsFor], from: 'right' },
      ]}
      label="The replicas of a row"
    />
  );
}
