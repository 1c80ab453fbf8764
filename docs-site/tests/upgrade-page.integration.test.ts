import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findJava, javaFor } from '@ringside/cassandra-install';
import { claimPortBase, type Cluster, createCluster, type PortClaim } from '@ringside/cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fence } from '../plugins/fences/fence.ts';
import { cleanUp } from '../scripts/fences/clean-up.ts';
import { drift } from '../scripts/fences/compare.ts';
import { readPages } from '../scripts/fences/page.ts';
import { PORT_BASES } from '../scripts/fences/port-base.ts';
import { ROOT } from '../scripts/fences/ring.ts';
import { runBash } from '../scripts/fences/run-bash.ts';
import { makeRunFolder, removeRunFolder } from '../scripts/fences/run-folder.ts';
import { relocate } from '../scripts/quick-start/place.ts';
import { type Load, startLoad } from './support/load.ts';

const PAGE = 'operate/upgrade';
const FENCE_TIMEOUT_MS = 600_000;
const START_TIMEOUT_MS = 660_000;
/** Long, because a busy machine is slow. Names that every line knows. */
const TIMEOUTS = { read_request_timeout_in_ms: 20_000, write_request_timeout_in_ms: 20_000, request_timeout_in_ms: 20_000 };

const java = await findJava({ allowed: javaFor('4.0'), purpose: 'Cassandra 4.0' }).catch(() => undefined);
const [page] = await readPages([PAGE]);
// The first fence starts the ring with sidecars; here it runs without them, which the commands of this page do not ask.
const [, schema, ...steps] = (page?.fences ?? []).filter(({ notRun }) => notRun !== undefined);

/** A title: the command, and its line, since some differ only in what was before. */
const titled = (fences: readonly Fence[]): [string, Fence][] =>
  fences.map((fence) => [`line ${fence.line}: ${fence.code.split('\n')[0]}`, fence]);

describe.skipIf(java === undefined)('the page of the upgrade (skipped where there is no Java 11)', () => {
  let folder: string;
  let ports: PortClaim;
  let cluster: Cluster;
  let load: Load;

  const run = async (fence: Fence): Promise<{ readonly printed: string; readonly failed: boolean }> => {
    const home = join(folder, '.ringside');
    const { output, failed } = await runBash(fence.code, { folder: join(folder, 'ringside'), home });
    return { printed: relocate(output, { root: ROOT, home, portBase: ports.portBase }), failed };
  };

  beforeAll(async () => {
    folder = await makeRunFolder();
    await mkdir(join(folder, 'ringside'));
    ports = await claimPortBase({ bases: PORT_BASES, nodes: 3 });
    const directory = join(folder, '.ringside', 'ring');
    cluster = await createCluster({ mode: 'durable', nodes: 3, cassandra: '4.0', directory, portBase: ports.portBase, yaml: TIMEOUTS });
    await cluster.start();
    if (schema === undefined) throw new Error(`${PAGE} has no fence that makes the table`);
    await run(schema);
    load = startLoad(cluster);
  }, START_TIMEOUT_MS);

  afterAll(async () => {
    await load?.stop();
    await Promise.all((cluster?.nodes ?? []).map((node) => node.kill()));
    await removeRunFolder(folder);
    await ports?.release();
    await cleanUp();
  }, FENCE_TIMEOUT_MS);

  it.each(titled(steps))('%s', { timeout: FENCE_TIMEOUT_MS }, async (_, fence) => {
    const before = load.acknowledged;
    const { printed, failed } = await run(fence);
    expect(drift(fence.output?.text ?? '', printed, fence.output?.vary ?? [])).toBe('');
    expect(failed).toBe(fence.fails);
    await load.progressBeyond(before);
    expect(await load.missing()).toEqual([]);
    expect(load.failures).toEqual([]);
  });

  it('ends with three nodes of the newest Cassandra, and reads and writes went on all the while', async () => {
    const versions = await Promise.all(cluster.nodes.map(async ({ control }) => (await control.status()).releaseVersion));
    expect(versions).toEqual(['6.0-alpha2', '6.0-alpha2', '6.0-alpha2']);
    await load.stop();
    expect(load.acknowledged).toBeGreaterThan(steps.length);
    expect(await load.missing()).toEqual([]);
  });
});
