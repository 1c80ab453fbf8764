import { nodeControlErrors } from '@ringside/node-control';
import { expect, it } from 'vitest';
import { nameForce } from './decommission.ts';

it('ringside cluster decommission names its option where a refused node could be forced to leave, and only there', () => {
  const message = 'node3 refused to leave: Not enough live nodes';
  const remedy = 'Add a node first, or lower the replication factor, or force the node to leave.';
  const refused = nodeControlErrors.NODE_REFUSED({ message, remedy, details: { canBeForced: true } });
  expect(() => nameForce(refused)).toThrow(
    expect.objectContaining({
      code: 'NODE_REFUSED',
      message,
      remedy: 'Add a node first, or lower the replication factor, or leave anyway with --force.',
    }),
  );
  const other = nodeControlErrors.NODE_REFUSED({ message });
  expect(() => nameForce(other)).toThrow(other);
});
