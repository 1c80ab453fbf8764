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

    test('dataDirectories() are absolute paths', async () => {
      const directories = await subject().control.dataDirectories();
      expect(directories.length).toBeGreaterThan(0);
      expect(directories.every((directory) => directory.startsWith('/'))).toBe(true);
    });
  });
}
