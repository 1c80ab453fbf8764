import type { LogLevel } from '@ringside/model';
import { describe, expect, test } from 'vitest';
import type { NodeControlSubject } from './subject.ts';

const LOGGER = 'org.apache.cassandra.ringside.contract';

/** What setting a level must do, and leave alone. */
export function loggingContract(subject: () => NodeControlSubject): void {
  describe('logging', () => {
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
  });
}
