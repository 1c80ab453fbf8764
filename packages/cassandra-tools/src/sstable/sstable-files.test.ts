import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { LocalNode } from '../local-node.ts';
import { temporaryDirectory } from '@ringside/host/vitest';
import { listSstables } from './sstable-files.ts';

const EVENTS = `events-${'0a'.repeat(16)}`;
const USERS = `users-${'0b'.repeat(16)}`;

async function nodeWith(files: readonly string[]): Promise<LocalNode> {
  const root = await temporaryDirectory('sstables');
  const paths = { root, conf: root, storage: join(root, 'storage'), logs: root, temporary: root };
  for (const file of files) {
    const path = join(paths.storage, 'data', 'orders', file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'x'.repeat(file.length));
  }
  return { name: 'node1', address: '127.0.0.1', paths, pid: () => Promise.resolve(undefined) };
}

test('SSTables come by table and id, numbers by value, their components by name', async () => {
  const bases = ['nb-10-big', 'nb-9-big', 'nb-1-big'].map((base) => `${EVENTS}/${base}`);
  const node = await nodeWith([...bases.flatMap((base) => [`${base}-TOC.txt`, `${base}-Data.db`]), `${USERS}/da-2-bti-Data.db`]);
  const listed = await listSstables(node, 'orders');
  expect(listed.map(({ table, name }) => [table, name])).toEqual([
    ['events', `orders/${EVENTS}/nb-1-big`],
    ['events', `orders/${EVENTS}/nb-9-big`],
    ['events', `orders/${EVENTS}/nb-10-big`],
    ['users', `orders/${USERS}/da-2-bti`],
  ]);
  const file = `orders/${EVENTS}/nb-1-big-Data.db`;
  expect(listed[0]?.components).toEqual([
    { name: 'Data.db', file, sizeBytes: file.length - 'orders/'.length },
    expect.objectContaining({ name: 'TOC.txt' }),
  ]);
});

test('ids that are times sort by time, and names of components may hold dashes', async () => {
  const base = (id: string): string => `${EVENTS}/oa-${id}-big`;
  const later = base('3gw2_0p57_4q6ip2jbp5nkgfzxmz');
  const node = await nodeWith([`${later}-Data.db`, `${base('3gw1_1k2p_4q6ip2jbp5nkgfzxmz')}-SAI+aa+by-day+Meta.db`]);
  const listed = await listSstables(node, 'orders', 'events');
  expect(listed.map(({ components }) => components[0]?.name)).toEqual(['SAI+aa+by-day+Meta.db', 'Data.db']);
  expect(listed[1]?.name).toBe(`orders/${later}`);
});

test('one whose TOC.txt is not there yet is being written; what is no component is left out', async () => {
  const node = await nodeWith([
    `${EVENTS}/nb-1-big-Data.db`,
    `${EVENTS}/nb-1-big-TOC.txt`,
    `${EVENTS}/nb-2-big-Data.db`,
    `${EVENTS}/nb_txn_compaction_aa.log`,
    `${EVENTS}/snapshots/old/nb-1-big-Data.db`,
    `${EVENTS}/backups/nb-1-big-Data.db`,
  ]);
  const listed = await listSstables(node, 'orders', 'events');
  expect(listed.map(({ name, complete }) => [name.slice(-'nb-1-big'.length), complete])).toEqual([
    ['nb-1-big', true],
    ['nb-2-big', false],
  ]);
});

test('an index with tables of its own stands after its table, under a name of its own', async () => {
  const node = await nodeWith([`${EVENTS}/.by_day/nb-1-big-TOC.txt`, `${EVENTS}/nb-1-big-TOC.txt`]);
  const listed = await listSstables(node, 'orders', 'events');
  expect(listed.map(({ table }) => table)).toEqual(['events', 'events.by_day']);
});

test('an unknown name is NOT_FOUND, naming the nearest one', async () => {
  const node = await nodeWith([`${EVENTS}/nb-1-big-Data.db`]);
  await expect(listSstables(node, 'order')).rejects.toMatchObject({ code: 'NOT_FOUND', remedy: 'Did you mean orders?' });
  await expect(listSstables(node, 'orders', 'event')).rejects.toMatchObject({ code: 'NOT_FOUND', remedy: 'Did you mean events?' });
  expect(await listSstables(node, 'orders', 'events')).toHaveLength(1);
});
