import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSession } from '@ringside/client';
import { runCommand } from '@ringside/host';
import { describe, expect, test } from 'vitest';
import { openCluster } from '../cluster/create.ts';
import { useCluster } from '../vitest.ts';
import { healRing, partitionRing } from './partition.ts';
import { findCutTools } from './support.ts';

const missing = await findCutTools().then(
  () => undefined,
  (error: Error) => error.message,
);
const cluster = useCluster({ nodes: 3 });
const tables = async (): Promise<string> => (await runCommand(['nft', 'list', 'tables'], { timeoutMs: 10_000 })).lines.join('\n');

describe.runIf(missing === undefined)(`partitionRing()${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  test('cuts a ring that another process made, both ways, and heals it; clients reach both sides', { timeout: 300_000 }, async () => {
    const before = await tables();
    // As another process would have it.
    const ring = await openCluster(cluster().directory);
    const [first, , third] = ring.nodes;
    if (first === undefined || third === undefined) throw new Error('three nodes run');
    await partitionRing(ring, [third]);
    await Promise.all([ring.waitForDown(first, third), ring.waitForDown(third, first)]);
    expect((await first.control.status()).unreachableNodes).toHaveLength(1);
    const session = await openSession({ contactPoints: [third.address], port: third.nativePort });
    const alone = session.execute('SELECT * FROM system_distributed.repair_history LIMIT 1', [], { consistency: 'ALL' });
    await expect(alone).rejects.toMatchObject({ code: 'CASSANDRA_UNAVAILABLE' });
    await session.close();
    expect(await healRing(ring.directory)).toBe(true);
    await ring.waitForAllUp();
    expect(await tables()).toBe(before);
    expect(ring.nodes.filter(({ paths }) => existsSync(join(paths.root, 'cgroup')))).toEqual([]);
    expect(await healRing(ring.directory)).toBe(false);
  });

  test('a cut that leaves nobody on one side is refused and leaves nothing behind', async () => {
    const before = await tables();
    await expect(partitionRing(cluster(), cluster().nodes)).rejects.toMatchObject({ code: 'RING_NOT_RUNNING' });
    expect(await tables()).toBe(before);
  });

  test('a ring that is destroyed takes its cut with it', async () => {
    const before = await tables();
    await partitionRing(cluster(), [cluster().node(0)]);
    expect(await tables()).not.toBe(before);
    await cluster().destroy();
    expect(await tables()).toBe(before);
  });
});
