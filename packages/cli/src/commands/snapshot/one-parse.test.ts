import { expect, it, vi } from 'vitest';
import { startFakeSidecar } from '../../testing/fake-sidecar.ts';
import { run } from '../../testing/run.ts';

const { read } = vi.hoisted(() => ({ read: [] as string[] }));

/** The model as it is, but what reads a name is written down. */
vi.mock('@ringside/model', async (importOriginal) => {
  const members = Object.entries(await importOriginal<Record<string, unknown>>()).map(([name, member]) => {
    if (typeof member !== 'function' || !/^parse|OfIdentifier$/.test(name)) return [name, member];
    return [
      name,
      (...args: readonly unknown[]): unknown => (read.push(name), (member as (...args: readonly unknown[]) => unknown)(...args)),
    ];
  });
  return Object.fromEntries(members) as object;
});

it('ringside snapshot create reads each name once and sends one request', async () => {
  const sidecar = await startFakeSidecar({ 'PUT /api/v1/cassandra/snapshots/nightly': [200, { result: 'Success' }] });
  const words = ['snapshot', 'create', 'nightly', '-k', '"MixKs"', '--table', 'select', '--sidecar', sidecar.url];
  const { exitCode } = await run(words);
  await sidecar.close();
  expect(exitCode).toBe(0);
  expect(read.toSorted()).toEqual(['parseKeyspaceName', 'parseNewSnapshotTag', 'parseTableName']);
  expect(sidecar.asked).toEqual(['PUT /api/v1/cassandra/snapshots/nightly?keyspace=%22MixKs%22&table=%22select%22']);
});
