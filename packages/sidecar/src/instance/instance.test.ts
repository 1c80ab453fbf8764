import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpsError } from '@ringside/core';
import { keyspaceName, snapshotTag, tableName } from '@ringside/model';
import { findSnapshotFiles } from '@ringside/node-answers';
import type { SimulatedNode } from '@ringside/simulated-cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulatedNodes, testInstance } from '../testing/simulated-sidecar.ts';
import { createCoalescer } from './coalesce.ts';
import { type CassandraInstance, createInstance } from './instance.ts';
import { createSelector, type Resolve } from './select.ts';

function instance(id: number, host: string): CassandraInstance {
  const [{ control, cql }] = simulatedNodes() as [SimulatedNode];
  return createInstance({ ...testInstance({ id, host }), control, cql });
}

describe('createCoalescer()', () => {
  it('lets reads that overlap share one, and starts anew after it ended', async () => {
    const coalesce = createCoalescer();
    let started = 0;
    let finish = (_value: number): void => {};
    const read = (): Promise<number> => {
      started += 1;
      return new Promise((resolve) => (finish = resolve));
    };
    const both = Promise.all([coalesce('ring', read), coalesce('ring', read)]);
    finish(1);
    expect([await both, started]).toEqual([[1, 1], 1]);
    const again = coalesce('ring', read);
    finish(2);
    expect([await again, started]).toEqual([2, 2]);
  });

  it('keeps reads of different keys apart, and forgets a failure', async () => {
    const coalesce = createCoalescer();
    const failed = coalesce('a', () => Promise.reject(new Error('down')));
    expect(await coalesce('b', async () => 'fine')).toBe('fine');
    await expect(failed).rejects.toThrow('down');
    expect(await coalesce('a', async () => 'up')).toBe('up');
  });
});

describe('createInstance()', () => {
  it('asks a node once for any number of equal reads at a time, and apart for different ones', async () => {
    const [node] = simulatedNodes() as [SimulatedNode];
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    node.before = () => gate;
    const { reads, cql } = createInstance({ ...testInstance(), control: node.control, cql: node.cql });
    const many = Promise.all(
      Array.from({ length: 20 }, () => [reads.ring(), reads.rangeToEndpoints(keyspaceName('orders')), cql.ping()]).flat(),
    );
    const other = reads.rangeToEndpoints(keyspaceName('Mixed'));
    go();
    await Promise.all([many, other]);
    expect(node.calls.toSorted()).toEqual(['cql', 'rangeToEndpoints', 'rangeToEndpoints', 'ring']);
  });
});

describe('createSelector()', () => {
  const instances = [instance(1, '127.0.0.1'), instance(7, 'node-b')];
  const names: Record<string, string[]> = { localhost: ['127.0.0.1'], 'node-b': ['127.0.0.2'], 'evil.example': ['127.0.0.1'] };
  const resolve: Resolve = async (name) => names[name] ?? (/^[\d.]+$/.test(name) ? [name] : []);
  const select = createSelector(instances, { resolveUnknown: false, resolve });

  const chosen: [hostHeader: string, id: number][] = [
    ['127.0.0.1', 1],
    ['127.0.0.1:9043', 1],
    ['localhost:9043', 1],
    ['LOCALHOST', 1],
    ['node-b:9043', 7],
    ['Node-B', 7],
    ['127.0.0.2:9043', 7],
  ];
  for (const [hostHeader, id] of chosen)
    it(`takes instance ${id} for Host ${hostHeader}`, async () => {
      expect((await select({ instanceId: undefined, hostHeader })).id).toBe(id);
    });

  it('goes by instanceId before Host', async () => {
    expect((await select({ instanceId: 7, hostHeader: '127.0.0.1' })).id).toBe(7);
    await expect(select({ instanceId: 2, hostHeader: '127.0.0.1' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  for (const hostHeader of ['127.0.0.9', 'elsewhere', '', undefined, '[::1]:9043'])
    it(`is MISDIRECTED for Host ${hostHeader}`, async () => {
      await expect(select({ instanceId: undefined, hostHeader })).rejects.toMatchObject({ code: 'MISDIRECTED', httpStatus: 421 });
    });

  it('looks up a name that is not configured only where requests are authenticated (DNS rebinding)', async () => {
    const choice = { instanceId: undefined, hostHeader: 'evil.example:9043' };
    await expect(select(choice)).rejects.toBeInstanceOf(OpsError);
    await expect(select({ ...choice, instanceId: 1 })).rejects.toMatchObject({ code: 'MISDIRECTED' });
    const authenticated = createSelector(instances, { resolveUnknown: true, resolve });
    expect((await authenticated(choice)).id).toBe(1);
  });

  describe('of a sidecar whose node is configured as 127.0.0.1, as one that listens on every address is', () => {
    const one = [instance(1, '127.0.0.1')];
    const called = (hostHeader: string): { instanceId: undefined; hostHeader: string } => ({ instanceId: undefined, hostHeader });

    it('takes it for the address that the sidecar listens on, at which peers call it', async () => {
      const listening = createSelector(one, { resolveUnknown: false, resolve, listensOn: '10.0.0.5' });
      expect((await listening(called('10.0.0.5:9043'))).id).toBe(1);
      await expect(listening(called('10.0.0.6:9043'))).rejects.toMatchObject({
        code: 'MISDIRECTED',
        remedy: 'Use 127.0.0.1, or say which instance you mean: ?instanceId=1.',
      });
    });

    it('takes it for each address of the machine where the sidecar listens on all', async () => {
      const localAddresses = (): readonly string[] => ['127.0.0.1', '10.0.0.5'];
      const listening = createSelector(one, { resolveUnknown: false, resolve, listensOn: '0.0.0.0', localAddresses });
      expect((await listening(called('10.0.0.5:9043'))).id).toBe(1);
      await expect(listening(called('10.0.0.6:9043'))).rejects.toMatchObject({ code: 'MISDIRECTED' });
    });

    it('does not choose one of several by that', async () => {
      const two = createSelector(instances, { resolveUnknown: false, resolve, listensOn: '10.0.0.5' });
      await expect(two(called('10.0.0.5:9043'))).rejects.toMatchObject({
        remedy: 'Use 127.0.0.1 or node-b, or say which instance you mean: ?instanceId=1, or 7.',
      });
    });
  });

  it('knows IPv6 addresses in brackets', async () => {
    const six = createSelector([instance(3, '::1')], { resolveUnknown: false });
    expect((await six({ instanceId: undefined, hostHeader: '[::1]:9043' })).id).toBe(3);
  });
});

describe('findSnapshotFiles()', () => {
  let data: string;
  const id = 'a'.repeat(32);
  const request = { keyspace: keyspaceName('orders'), table: tableName('events'), snapshot: snapshotTag('one'), secondaryIndexes: false };

  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), 'snapshots-'));
    const put = (directory: string, path: string, content: string): void => {
      mkdirSync(join(data, directory, path, '..'), { recursive: true });
      writeFileSync(join(data, directory, path), content);
    };
    put('d0', `orders/events-${id}/snapshots/one/nb-1-big-Data.db`, 'four');
    put('d0', `orders/events-${id}/snapshots/one/.by_note/nb-2-big-Data.db`, 'ab');
    put('d0', `orders/events-${id}/snapshots/two/nb-3-big-Data.db`, '');
    put('d0', `orders/events_old-${id}/snapshots/one/nb-4-big-Data.db`, '');
    put('d1', `orders/events-${id}/snapshots/one/manifest.json`, '{}');
  });

  afterAll(() => rmSync(data, { recursive: true }));

  it('finds the files of that table and snapshot only, in every data directory', async () => {
    const files = await findSnapshotFiles({ ...request, dataDirectories: [join(data, 'd0'), join(data, 'missing'), join(data, 'd1')] });
    expect(files.map(({ dataDirIndex, fileName, size }) => [dataDirIndex, fileName, size])).toEqual([
      [0, 'nb-1-big-Data.db', 4],
      [2, 'manifest.json', 2],
    ]);
    expect(files[0]).toMatchObject({ keySpaceName: 'orders', tableName: `events-${id}`, snapshotName: 'one' });
  });

  it('finds files of secondary indexes when asked for', async () => {
    const files = await findSnapshotFiles({ ...request, secondaryIndexes: true, dataDirectories: [join(data, 'd0')] });
    expect(files.map(({ fileName }) => fileName)).toEqual(['nb-1-big-Data.db', '.by_note/nb-2-big-Data.db']);
  });

  it('says NOT_FOUND when there is none', async () => {
    const none = findSnapshotFiles({ ...request, snapshot: snapshotTag('three'), dataDirectories: [join(data, 'd0')] });
    await expect(none).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
