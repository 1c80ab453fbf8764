import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errors } from '@ringside/core';
import { keyspaceName, modelErrors, snapshotTag, tableName } from '@ringside/model';
import { type ClearSnapshotRequest, nodeControlErrors, type Snapshot, type TakeSnapshotRequest } from '@ringside/node-control';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSnapshotChanges, type SnapshotChanges } from './snapshot-changes.ts';

const forever = new AbortController().signal;
const FULL = errors.DISK_FULL({ message: 'The node could not take the snapshot: its disk is full', remedy: 'Free some space.' });
const TABLES = ['ks/a', 'ks/b', 'ks/c', 'other/a'];

let data: string;
let listed: Snapshot[];
let cleared: ClearSnapshotRequest[];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'snapshot-changes-'));
  for (const table of TABLES) mkdirSync(join(data, folder(table)), { recursive: true });
  [listed, cleared] = [[], []];
});
afterEach(() => rmSync(data, { recursive: true }));

function folder(table: string, tag?: string): string {
  const path = `${table}-${'0'.repeat(32)}`;
  return tag === undefined ? path : join(path, 'snapshots', tag);
}

function make(table: string, tag: string): void {
  mkdirSync(join(data, folder(table, tag)), { recursive: true });
}

function there(tag: string): readonly string[] {
  return TABLES.filter((table) => existsSync(join(data, folder(table, tag))));
}

/** A node whose snapshots fail after some tables; it clears what is on its disk, unless it cannot. */
function node(made: readonly string[], { failing = FULL, clears = true, from = data } = {}): SnapshotChanges {
  return createSnapshotChanges({
    control: {
      takeSnapshot: async ({ tag }: TakeSnapshotRequest) => {
        for (const table of made) make(table, tag);
        throw failing;
      },
      clearSnapshot: async (request) => {
        cleared.push(request);
        const keyspaces: readonly string[] = request.keyspaces ?? ['ks', 'other'];
        for (const table of clears ? TABLES : [])
          if (keyspaces.includes(table.split('/')[0] ?? ''))
            rmSync(join(data, folder(table, request.tag)), { recursive: true, force: true });
      },
      listSnapshots: async () => listed,
    },
    dataDirectories: async () => [from],
  });
}

describe('a snapshot that fails half-way', () => {
  it('is removed by the node, only where it was made, and fails with the node’s error', async () => {
    await expect(node(['ks/a', 'ks/b']).take({ tag: snapshotTag('t') }, forever)).rejects.toBe(FULL);
    expect([there('t'), cleared]).toEqual([[], [{ tag: 't', keyspaces: ['ks'] }]]);
  });

  it('takes nothing with it that was there before: another table of that tag keeps its own', async () => {
    make('ks/a', 't');
    make('other/a', 't');
    await expect(
      node(['ks/b']).take({ tag: snapshotTag('t'), keyspaces: [keyspaceName('ks')], table: tableName('b') }, forever),
    ).rejects.toBe(FULL);
    expect([there('t'), cleared]).toEqual([['ks/a', 'other/a'], []]);
  });

  it('goes even when the node cannot clear it', async () => {
    await expect(node(['ks/a'], { clears: false }).take({ tag: snapshotTag('t') }, forever)).rejects.toBe(FULL);
    expect(there('t')).toEqual([]);
  });

  it('is left alone while the node may still be at it', async () => {
    const failing = nodeControlErrors.NODE_CONTROL_UNAVAILABLE({ message: 'The node did not answer in time' });
    await expect(node(['ks/a'], { failing }).take({ tag: snapshotTag('t') }, forever)).rejects.toBe(failing);
    expect([there('t'), cleared]).toEqual([['ks/a'], []]);
  });

  it('is told of where the disk cannot be read from here', async () => {
    const error = await node(['ks/a'], { from: '/nonexistent' })
      .take({ tag: snapshotTag('t') }, forever)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'DISK_FULL',
      remedy: 'Free some space. A part of the snapshot may be left: see ringside snapshot list.',
    });
    expect(cleared).toEqual([]);
  });

  it('that exists already is not touched', async () => {
    make('ks/a', 't');
    const failing = modelErrors.SNAPSHOT_EXISTS({ message: 'Snapshot t already exists' });
    await expect(node([], { failing }).take({ tag: snapshotTag('t') }, forever)).rejects.toBe(failing);
    expect([there('t'), cleared]).toEqual([['ks/a'], []]);
  });
});

describe('whoever asked and has left', () => {
  it('is told to the node’s control, which asks the node for nothing any more', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const changes = createSnapshotChanges({
      control: {
        takeSnapshot: async ({ signal }) => void signals.push(signal),
        clearSnapshot: async ({ signal }) => void signals.push(signal),
        listSnapshots: async (bounds) => {
          signals.push(bounds?.signal);
          return [];
        },
      },
      dataDirectories: async () => [data],
    });
    await changes.take({ tag: snapshotTag('t') }, forever);
    await changes.clear({ tag: snapshotTag('t') }, forever);
    await changes.clearAndTell({ tag: snapshotTag('t') }, forever);
    expect(signals).toEqual([forever, forever, forever, forever]);
  });
});

describe('clearAndTell()', () => {
  const entry = (keyspace: string, table: string, tag = 't'): Snapshot => ({
    tag,
    keyspace,
    table,
    sizeBytes: 1,
    trueSizeBytes: 1,
    createdAt: null,
    expiresAt: null,
  });

  it('names each table once that had the tag, within the keyspaces', async () => {
    listed = [entry('ks', 'a'), entry('ks', 'a'), entry('ks', 'b', 'other tag'), entry('other', 'a')];
    expect(await node([]).clearAndTell({ tag: snapshotTag('t'), keyspaces: [keyspaceName('ks')] }, forever)).toEqual([
      { keyspace: 'ks', table: 'a' },
    ]);
    expect(await node([]).clearAndTell({ tag: snapshotTag('none') }, forever)).toEqual([]);
  });

  it('waits for a snapshot that is being taken', async () => {
    const order: string[] = [];
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    const changes = createSnapshotChanges({
      control: {
        takeSnapshot: async () => {
          await gate;
          order.push('taken');
        },
        clearSnapshot: async () => void order.push('cleared'),
        listSnapshots: async () => [],
      },
      dataDirectories: async () => [data],
    });
    const abort = new AbortController();
    const taken = changes.take({ tag: snapshotTag('t') }, abort.signal);
    const removed = changes.clearAndTell({ tag: snapshotTag('t') }, forever);
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('the client left'));
    go();
    await Promise.all([taken.catch(() => undefined), removed]);
    expect(order.at(-1)).toBe('cleared');
    expect(order).toEqual(order.includes('taken') ? ['taken', 'cleared'] : ['cleared']);
  });
});
