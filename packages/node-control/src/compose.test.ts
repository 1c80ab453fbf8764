import { describe, expect, test } from 'vitest';
import { composeNode, everyRole, nodeRoles } from './compose.ts';
import type { NodeControl, NodeRoles } from './node-control.ts';

/** Plays every role: each method answers with who was asked. */
function player(name: string): NodeControl {
  return new Proxy({} as NodeControl, { get: () => async () => name });
}

const asked = async (node: NodeControl, method: keyof NodeControl): Promise<unknown> => (node[method] as () => Promise<unknown>)();

describe('composeNode()', () => {
  test('takes of each player the methods of its role, whatever else it can do', async () => {
    const players = Object.fromEntries(nodeRoles.map((role) => [role, player(role)])) as unknown as NodeRoles;
    const node = composeNode(players);
    expect(await asked(node, 'status')).toBe('lifecycle');
    expect(await asked(node, 'ring')).toBe('ring');
    expect(await asked(node, 'phi')).toBe('gossip');
    expect(await asked(node, 'flush')).toBe('storage');
    expect(await asked(node, 'takeSnapshot')).toBe('snapshots');
    expect(await asked(node, 'compactionStats')).toBe('compaction');
    expect(await asked(node, 'streamStats')).toBe('streaming');
    expect(await asked(node, 'loggingLevels')).toBe('logging');
    expect(await asked(node, 'startRepair')).toBe('repair');
    const answers = await Promise.all(Object.keys(node).map(async (method) => asked(node, method as keyof NodeControl)));
    expect(new Set(answers)).toEqual(new Set(nodeRoles));
  });

  test('keeps a player’s own state: its methods are called on it', async () => {
    class Counting {
      #calls = 0;

      async status(): Promise<unknown> {
        return (this.#calls += 1);
      }
    }
    const counting = new Counting() as unknown as NodeControl;
    const node = composeNode({ ...everyRole(player('rest')), lifecycle: counting });
    expect([await asked(node, 'status'), await asked(node, 'status')]).toEqual([1, 2]);
  });
});
