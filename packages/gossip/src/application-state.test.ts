import { describe, expect, test } from 'vitest';

import { type ApplicationState, APPLICATION_STATES, isApplicationState, statusOf, statusRow } from './application-state.ts';
import { nextGeneration } from './heartbeat.ts';

const states = (...entries: [ApplicationState, string][]): Map<ApplicationState, { value: string; version: number }> =>
  new Map(entries.map(([name, value], version) => [name, { value, version }]));

describe('application states', () => {
  test('keep their ordinals, which the wire carries', () => {
    const ordinal = (name: ApplicationState): number => APPLICATION_STATES.indexOf(name);
    expect(['STATUS', 'DC', 'TOKENS', 'STATUS_WITH_PORT', 'INDEX_STATUS'].map((name) => ordinal(name as never))).toEqual([
      0, 3, 13, 17, 20,
    ]);
  });

  test('know their names', () => {
    expect(isApplicationState('SCHEMA')).toBe(true);
    expect(isApplicationState('schema')).toBe(false);
  });
});

describe('statusOf', () => {
  test('is the first word of STATUS_WITH_PORT, which outranks STATUS', () => {
    expect(statusOf(states(['STATUS', 'LEFT,1,2'], ['STATUS_WITH_PORT', 'NORMAL,-1']))).toBe('NORMAL');
    expect(statusOf(states(['STATUS', 'LEFT,1,2']))).toBe('LEFT');
    expect(statusOf(states())).toBe('');
  });
});

describe('statusRow', () => {
  test.each(['removing', 'removed', 'LEFT', 'hibernate'])('%s is dead', (status) => {
    expect(statusRow(states(['STATUS_WITH_PORT', `${status},x`])).dead).toBe(true);
  });

  test.each(['NORMAL', 'BOOT', 'LEAVING', 'MOVING', 'shutdown', '', 'what'])('"%s" is not dead', (status) => {
    expect(statusRow(states(['STATUS_WITH_PORT', status])).dead).toBe(false);
  });
});

describe('nextGeneration', () => {
  test('is the clock in seconds for a node that never ran', () => {
    expect(nextGeneration(1_700_000_000_999)).toBe(1_700_000_000);
  });

  test('is greater than the stored one even when the clock was set back', () => {
    expect(nextGeneration(1_700_000_000_000, 1_800_000_000)).toBe(1_800_000_001);
    expect(nextGeneration(1_700_000_000_000, 1_700_000_000)).toBe(1_700_000_001);
    expect(nextGeneration(1_700_000_000_000, 1_600_000_000)).toBe(1_700_000_000);
  });
});
