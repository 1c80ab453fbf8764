import { keyspaceName, snapshotTag, type SnapshotTag, tableName } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import { type Ability, can } from '../abilities.ts';
import type { NodeControlSubject } from './subject.ts';

const ODD_TAG = snapshotTag('odd, {tag}=[1] True size=$&');

/** What snapshots must do, on disk as in the list. */
export function snapshotContract(subject: () => NodeControlSubject): void {
  describe('snapshots', () => {
    lifeContract(subject);
    requestContract(subject);
  });
}

function lifeContract(subject: () => NodeControlSubject): void {
  test('takeSnapshot() makes the files on disk and the list, clearSnapshot() removes them, also when there is nothing to remove', async () => {
    const { control, keyspace, table, snapshotFiles } = subject();
    await control.takeSnapshot({ tag: snapshotTag('first'), keyspaces: [keyspace] });
    expect(await snapshotFiles(snapshotTag('first'))).toContain('manifest.json');
    const [entry, ...others] = (await control.listSnapshots()).filter(({ tag }) => tag === 'first');
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ keyspace, table, expiresAt: null });
    expect(entry?.sizeBytes).toBeGreaterThan(0);
    expect(entry?.trueSizeBytes).toBeGreaterThanOrEqual(0);
    const keepsTimes = await ableTo(subject(), 'snapshotTimes');
    expect({ isNull: entry?.createdAt === null, isTime: !Number.isNaN(Date.parse(entry?.createdAt ?? '')) }).toEqual({
      isNull: !keepsTimes,
      isTime: keepsTimes,
    });
    await control.clearSnapshot({ tag: snapshotTag('first'), keyspaces: [keyspace] });
    await control.clearSnapshot({ tag: snapshotTag('first') });
    expect(await snapshotFiles(snapshotTag('first'))).toEqual([]);
    expect((await control.listSnapshots()).filter(({ tag }) => tag === 'first')).toEqual([]);
  });

  test('a snapshot with a time to live expires that long after it was taken, or is refused by a version that would keep it', async () => {
    const { control, keyspace, table } = subject();
    const taking = control.takeSnapshot({ tag: snapshotTag('brief'), keyspaces: [keyspace], table, ttlMs: 3_600_000, skipFlush: true });
    const outcome = await taking.then(
      () => 'taken',
      (error: unknown) => Reflect.get(Object(error), 'code') as unknown,
    );
    const lifetimesMs = (await control.listSnapshots())
      .filter(({ tag }) => tag === 'brief')
      .map(({ createdAt, expiresAt }) => Date.parse(expiresAt ?? '') - Date.parse(createdAt ?? ''));
    const keepsTtl = await ableTo(subject(), 'snapshotTtl');
    expect({ outcome, lifetimesMs }).toEqual(
      keepsTtl ? { outcome: 'taken', lifetimesMs: [3_600_000] } : { outcome: 'INVALID_ARGUMENT', lifetimesMs: [] },
    );
    await control.clearSnapshot({ tag: snapshotTag('brief') });
  });

  test('a tag with odd characters is kept to the letter', async () => {
    const { control, keyspace, table, snapshotFiles } = subject();
    await control.takeSnapshot({ tag: ODD_TAG, keyspaces: [keyspace], table });
    expect(await snapshotFiles(ODD_TAG)).toContain('manifest.json');
    expect((await control.listSnapshots()).map(({ tag }) => tag)).toEqual([ODD_TAG]);
    await control.clearSnapshot({ tag: ODD_TAG });
    expect(await control.listSnapshots()).toEqual([]);
  });
}

/** By what the node says that it runs. */
async function ableTo({ control }: NodeControlSubject, ability: Ability): Promise<boolean> {
  return can((await control.status()).releaseVersion, ability);
}

function requestContract(subject: () => NodeControlSubject): void {
  test('a second snapshot of the same tag is SNAPSHOT_EXISTS and leaves the first as it is', async () => {
    const { control, keyspace, snapshotFiles } = subject();
    await control.takeSnapshot({ tag: snapshotTag('twice'), keyspaces: [keyspace] });
    const files = await snapshotFiles(snapshotTag('twice'));
    await expect(control.takeSnapshot({ tag: snapshotTag('twice'), keyspaces: [keyspace] })).rejects.toMatchObject({
      code: 'SNAPSHOT_EXISTS',
    });
    expect(await snapshotFiles(snapshotTag('twice'))).toEqual(files);
    await control.clearSnapshot({ tag: snapshotTag('twice') });
  });

  test('a snapshot of a keyspace or table that does not exist is NOT_FOUND', async () => {
    const { control, keyspace } = subject();
    await expect(control.takeSnapshot({ tag: snapshotTag('none'), keyspaces: [keyspaceName('no_such_keyspace')] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(control.takeSnapshot({ tag: snapshotTag('none'), keyspaces: [keyspace], table: tableName('none') })).rejects.toMatchObject(
      { code: 'NOT_FOUND' },
    );
    expect(await control.listSnapshots()).toEqual([]);
  });

  test.each(['', '.', '..', 'a/b', 'a\0b'])(
    'the tag %j is refused, above all for clearing, where "" would mean every snapshot',
    async (tag) => {
      const { control, keyspace } = subject();
      await control.takeSnapshot({ tag: snapshotTag('kept'), keyspaces: [keyspace] });
      await expect(control.clearSnapshot({ tag: tag as SnapshotTag })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(control.takeSnapshot({ tag: tag as SnapshotTag })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      expect((await control.listSnapshots()).map((entry) => entry.tag)).toEqual(['kept']);
      await control.clearSnapshot({ tag: snapshotTag('kept') });
    },
  );

  test.each([0, 59_000, 60_500, -1, Number.NaN])('a time to live of %d ms is refused', async (ttlMs) => {
    await expect(subject().control.takeSnapshot({ tag: snapshotTag('ttl'), ttlMs })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
}
