import { nodeControlContract } from '@ringside/node-control/contract';
import { contractCluster, subjectOf } from './testing/subject.ts';

nodeControlContract('A simulated node', async () => subjectOf(contractCluster(), (node) => node.control));
