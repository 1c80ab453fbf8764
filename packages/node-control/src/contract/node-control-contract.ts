import { beforeAll, describe } from 'vitest';
import { nodeRoles } from '../compose.ts';
import type { NodeRole } from '../node-control.ts';
import { clientsContract } from './clients-contract.ts';
import { compactionContract } from './compaction-contract.ts';
import { drainContract } from './drain-contract.ts';
import { gossipContract } from './gossip-contract.ts';
import { identificationContract } from './identification-contract.ts';
import { lifecycleContract } from './lifecycle-contract.ts';
import { loggingContract } from './logging-contract.ts';
import { metricsContract } from './metrics-contract.ts';
import { repairContract } from './repair-contract.ts';
import { ringContract } from './ring-contract.ts';
import { samplingContract } from './sampling-contract.ts';
import { snapshotContract } from './snapshot-contract.ts';
import { storageContract } from './storage-contract.ts';
import { streamingContract } from './streaming-contract.ts';
import type { NodeControlSubject } from './subject.ts';

const CONTRACTS: Readonly<Record<NodeRole, (subject: () => NodeControlSubject) => void>> = {
  identification: identificationContract,
  lifecycle: lifecycleContract,
  ring: ringContract,
  gossip: gossipContract,
  storage: storageContract,
  snapshots: snapshotContract,
  compaction: compactionContract,
  clients: clientsContract,
  streaming: streamingContract,
  logging: loggingContract,
  metrics: metricsContract,
  sampling: samplingContract,
  repair: repairContract,
};

/** Options of {@link nodeControlContract}. */
export interface ContractOptions {
  /** The roles to judge, for an adapter that plays only some; somebody else then plays the others for the subject. Default: all. */
  readonly roles?: readonly NodeRole[] | undefined;
}

/**
 * Declares the contract's tests. With the role `lifecycle` the last of them drains the node, so it must not be used afterwards.
 *
 * @param name the adapter's name, for titles
 * @param makeSubject makes the subject once, before the first test
 */
export function nodeControlContract(
  name: string,
  makeSubject: () => Promise<NodeControlSubject>,
  { roles = nodeRoles }: ContractOptions = {},
): void {
  describe(`${name} as NodeControl`, () => {
    let made: NodeControlSubject | undefined;
    beforeAll(async () => {
      made = await makeSubject();
    });
    const subject = (): NodeControlSubject => {
      if (made === undefined) throw new Error('The subject was not made');
      return made;
    };
    for (const role of roles) CONTRACTS[role](subject);
    if (roles.includes('lifecycle')) drainContract(subject);
  });
}
