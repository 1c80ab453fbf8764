import { describe, expect, test } from 'vitest';
import { abilities, type Ability, can } from './abilities.ts';

describe('can()', () => {
  test.each([
    ['4.0.19', false],
    ['4.1.10', true],
    ['5.0.9', true],
    ['5.0.9-SNAPSHOT', true],
    ['6.0-alpha2', true],
    ['6.0.0-alpha2', true],
    ['10.0.1', true],
    ['3.11.17', false],
  ])('Cassandra %s keeps a time to live of snapshots: %s', (version, expected) => {
    expect(can(version, 'snapshotTtl')).toBe(expected);
  });

  test('an ability begins with its line and is not lost again', () => {
    for (const ability of Object.keys(abilities) as Ability[]) {
      const line = abilities[ability].since;
      expect([can(line, ability), can(`${line}.1`, ability), can('99.0', ability), can('3.0.1', ability)]).toEqual([
        true,
        true,
        true,
        false,
      ]);
    }
  });

  test('a version that cannot be read counts as new', () => {
    expect(can('trunk', 'accord')).toBe(true);
  });
});
