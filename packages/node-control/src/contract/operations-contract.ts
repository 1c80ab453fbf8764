import type { LogLevel } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import { eventually } from './eventually.ts';
import type { NodeControlSubject } from './subject.ts';

const LOGGER = 'org.apache.cassandra.ringside.contract';

/** What the operations must do, as an onlooker sees it. */
export function operationsContract(subject: () => NodeControlSubject): void {
  describe('operations', () => {
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
      await expect(control.flush({ keyspace, tables: ['no_such_table'] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('setLoggingLevel() changes the level of that logger and no other', async () => {
      const { control } = subject();
      const before = await control.loggingLevels();
      await control.setLoggingLevel(LOGGER, 'TRACE');
      expect(await control.loggingLevels()).toEqual({ ...before, [LOGGER]: 'TRACE' });
      await control.setLoggingLevel(LOGGER, 'ERROR');
      expect(await control.loggingLevels()).toEqual({ ...before, [LOGGER]: 'ERROR' });
    });

    test('setLoggingLevel() refuses a level that does not exist and an empty name, and changes nothing', async () => {
      const { control } = subject();
      const before = await control.loggingLevels();
      await expect(control.setLoggingLevel(LOGGER, 'LOUD' as LogLevel)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(control.setLoggingLevel(' ', 'INFO')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      expect(await control.loggingLevels()).toEqual(before);
    });

    test('stopNativeTransport() closes the CQL port and startNativeTransport() opens it, each also when done twice', async () => {
      const { control, nativePortOpen } = subject();
      await control.stopNativeTransport();
      await control.stopNativeTransport();
      await eventually(nativePortOpen, false);
      await expect(control.status()).resolves.toMatchObject({ nativeTransportRunning: false, operationMode: 'NORMAL' });
      await control.startNativeTransport();
      await control.startNativeTransport();
      await eventually(nativePortOpen, true);
      await expect(control.status()).resolves.toMatchObject({ nativeTransportRunning: true });
    });

    test('stopGossip() makes peers see the node down and startGossip() up again', async () => {
      const { control, seenByPeer } = subject();
      await control.stopGossip();
      await expect(control.status()).resolves.toMatchObject({ gossipActive: false });
      await eventually(seenByPeer, 'Down');
      await control.startGossip();
      await expect(control.status()).resolves.toMatchObject({ gossipActive: true });
      await eventually(seenByPeer, 'Up');
    });
  });
}
