import { keyspaceName, tableName } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

/** Where files are, and that a flush makes them, as an onlooker sees it. */
export function storageContract(subject: () => NodeControlSubject): void {
  describe('storage', () => {
    test('flush() writes what memtables hold to disk', async () => {
      const { control, keyspace, table, tableFiles, writeRow } = subject();
      await writeRow();
      const before = await tableFiles();
      await control.flush({ keyspace, tables: [table] });
      const after = await tableFiles();
      expect(after.filter((name) => !before.includes(name) && name.endsWith('-Data.db'))).not.toEqual([]);
      expect((await control.status()).loadBytes).toBeGreaterThan(0);
    });

    test('flush() of every keyspace succeeds; of tables without their keyspace or that do not exist it does not', async () => {
      const { control, keyspace, table } = subject();
      await control.flush();
      await expect(control.flush({ tables: [table] })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(control.flush({ keyspace, tables: [tableName('no_such_table')] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(control.flush({ keyspace: keyspaceName('no_such_keyspace') })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('tableStats() counts the data files of a table and their bytes, and leaves out a table that is not there', async () => {
      const { control, keyspace, table, tableFiles, writeRow } = subject();
      await writeRow();
      await control.flush({ keyspace, tables: [table] });
      const [stats, ...others] = await control.tableStats([
        { keyspace, table: tableName('no_such_table') },
        { keyspace: keyspaceName('no_such_keyspace'), table },
        { keyspace, table },
      ]);
      const files = (await tableFiles()).filter((name) => name.endsWith('-Data.db'));
      expect([stats?.keyspace, stats?.table, others]).toEqual([keyspace, table, []]);
      expect(stats?.sstables).toBe(files.length);
      expect(stats?.liveBytes).toBeGreaterThan(0);
      expect(stats?.totalBytes).toBeGreaterThanOrEqual(stats?.liveBytes ?? Infinity);
      expect(stats).not.toHaveProperty('snapshotBytes');
      const [measured] = await control.tableStats([{ keyspace, table }], { snapshots: true });
      expect(measured?.snapshotBytes).toBeGreaterThanOrEqual(0);
    });

    test('sstablesOf() names the data files that hold a partition, none for a key that was never written', async () => {
      const { control, keyspace, table, tableFiles, writeRow, writtenKey } = subject();
      await writeRow();
      await control.flush({ keyspace, tables: [table] });
      const paths = await control.sstablesOf({ keyspace, table, key: await writtenKey() });
      const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => !name.endsWith('-Data.db'))).toEqual([]);
      expect(await tableFiles()).toEqual(expect.arrayContaining([...names]));
      const absent = Uint8Array.from([0x7f, 0xff, 0xff, 0xff]);
      expect(await control.sstablesOf({ keyspace, table, key: absent })).toEqual([]);
      const unknown = control.sstablesOf({ keyspace, table: tableName('no_such_table'), key: absent });
      await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('dataDirectories() are absolute paths', async () => {
      const directories = await subject().control.dataDirectories();
      expect(directories.length).toBeGreaterThan(0);
      expect(directories.every((directory) => directory.startsWith('/'))).toBe(true);
    });
  });
}
