import { systemClock } from '@ringside/core';
import { simulateCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import type { OperableInstance } from './operated-nodes.ts';
import { sharedStore, type SharedStoreOptions } from './shared-store.ts';

const { control, cql } = simulateCluster().node('node1');
const access = { credentials: undefined, cqlTls: undefined, cqlTimeoutMs: 1_000 };

/** The store of a sidecar whose nodes do not take CQL, and how often it asked which nodes there are. */
function unreachable(): { readonly options: SharedStoreOptions; readonly asked: () => number } {
  let asked = 0;
  const instance: OperableInstance = { id: 1, host: '127.0.0.1', port: 1, cql, control, reads: control };
  const member = { address: '127.0.0.1', port: 7_000, nativePort: 2, status: 'Up', verdict: {} };
  const members = (): never[] => {
    asked += 1;
    return [member] as never[];
  };
  return { options: { instances: [instance], watch: { members }, access, clock: systemClock }, asked: () => asked };
}

describe('sharedStore()', () => {
  it('connects to nothing until it is asked, and closes all the same', async () => {
    const { options, asked } = unreachable();
    const { close } = sharedStore(options);
    await close();
    expect(asked()).toBe(0);
  });

  it('says that operations are not available where no node takes CQL, and looks for nodes again at each question', async () => {
    const { options, asked } = unreachable();
    const { store, close } = sharedStore(options);
    for (const times of [1, 2]) {
      await expect(store.active()).rejects.toMatchObject({ code: 'OPERATIONS_UNAVAILABLE' });
      expect(asked()).toBe(times);
    }
    await close();
  });
});
