import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchJava, getCassandra, type Host, listJava, thisHost } from '@ringside/cassandra-install';
import { openSession } from '@ringside/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCluster } from './create.ts';

let cache: string;
beforeAll(async () => {
  cache = await realpath(await mkdtemp(join(tmpdir(), 'ringside-java-')));
});
afterAll(() => rm(cache, { recursive: true, force: true }));

test('Cassandra runs on the Java that pip fetches into the cache', { timeout: 400_000 }, async ({ skip }) => {
  const here = thisHost();
  const host: Host = { ...here, env: { ...here.env, RINGSIDE_CACHE: cache } };
  const home = await fetchJava({ host });
  if (home === undefined) return skip('this machine has no pip, or no Java is locked for it');
  const java = (await listJava(host)).find((each) => each.home === home);
  if (java === undefined) throw new Error(`${home} is not found again`);
  expect(java.version).toBe('17.0.9');
  await using cluster = await createCluster({ mode: 'throwaway', nodes: 1, install: { ...(await getCassandra()), java } });
  await cluster.start();
  const session = await openSession({ contactPoints: [cluster.node(0).address], port: cluster.nativePort });
  const { rows } = await session.execute('SELECT release_version FROM system.local');
  await session.close();
  expect(rows[0]?.['release_version']).toBe('5.0.9');
  await expect(cluster.node(0).control.status()).resolves.toMatchObject({ operationMode: 'NORMAL' });
});
