import { nodeControlContract } from '../contract/node-control-contract.ts';
import { subjectOf } from '../testing/in-memory-subject.ts';
import { inMemoryControl } from './control.ts';
import { inMemoryNode } from './node.ts';

nodeControlContract('The node in memory', async () => {
  const node = inMemoryNode();
  return subjectOf(node, inMemoryControl(node));
});
