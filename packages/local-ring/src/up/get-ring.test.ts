import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsOf } from '@ringside/cli-kit/testing';
import { createCluster } from '@ringside/cluster';
import { beforeAll, describe, expect, it } from 'vitest';
import { newRingOptions, plannedFacts } from './get-ring.ts';
import { UP_OPTIONS, type UpOptions } from './up-options.ts';

const home = mkdtempSync(join(tmpdir(), 'ringside-new-'));

/** The options of a command line, as `ringside up` gets them. */
const upOptions = (line: string): UpOptions => optionsOf(UP_OPTIONS, line === '' ? [] : line.split(' '));

describe('newRingOptions()', () => {
  it.each([
    ['--memory 512MiB', { memoryMb: 512 }],
    ['--memory 1GiB', { memoryMb: 1024 }],
    ['--cassandra 4.1.10', { cassandra: '4.1.10' }],
    ['--cassandra 4.0', { cassandra: '4.0.19' }],
    ['--cassandra 6.0 --accord', { cassandra: '6.0-alpha2', accord: true }],
    ['--nodes 5', { nodes: 5 }],
    ['--port-base 19000', { portBase: 19_000 }],
    ['--nodes 1 --memory 128MiB --cassandra 4.0.19', { nodes: 1, memoryMb: 128, cassandra: '4.0.19' }],
  ])('makes the ring that ringside up %s asks for', async (line, expected) => {
    const options = upOptions(line);
    const { cassandraVersion } = await plannedFacts(home, options);
    const made = newRingOptions(home, options, cassandraVersion);
    expect(made).toEqual({ mode: 'durable', directory: join(home, 'ring'), nodes: 3, cassandra: '5.0.9', ...expected });
  });
});

describe('plannedFacts()', () => {
  it('counts the memory and names the version that were asked for', async () => {
    const facts = await plannedFacts(home, upOptions('--memory 512MiB --cassandra 4.1.10 --nodes 2 --port-base 19000'));
    expect(facts).toMatchObject({ heapBytes: 512 * 2 ** 20, cassandraVersion: '4.1.10', nodes: 2, portBase: 19_000, exists: false });
  });

  it('refuses Accord on a version that has none', async () => {
    const options = upOptions('--cassandra 5.0 --accord');
    await expect(plannedFacts(home, options)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'Cassandra 5.0.9 has no Accord; it came with 6.0',
      remedy: 'Ask for Cassandra 6.0 as well, or leave Accord out.',
    });
  });

  describe('beside a ring of Cassandra 4.1', () => {
    const there = mkdtempSync(join(tmpdir(), 'ringside-there-'));
    beforeAll(async () => {
      await createCluster({ mode: 'durable', directory: join(there, 'ring'), nodes: 1, cassandra: '4.1' });
    });

    it.each(['', '--cassandra 4.1', '--cassandra 4.1.10'])('keeps it with "%s"', async (line) => {
      const facts = await plannedFacts(there, upOptions(line));
      expect(facts).toMatchObject({ cassandraVersion: '4.1.10', accord: false, exists: true });
    });

    it.each([
      ['--cassandra 5.0', '--cassandra is 4.1.10 there, not 5.0'],
      ['--accord', '--accord is off there, not on'],
    ])('refuses %s', async (line, difference) => {
      const facts = plannedFacts(there, upOptions(line));
      await expect(facts).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(difference) });
    });
  });
});
