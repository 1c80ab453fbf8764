import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { optionsOf } from '@ringside/cli-kit/testing';
import { OpsError } from '@ringside/core';
import fc from 'fast-check';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { writeRing } from '../testing/fake-ring.ts';
import { DATACENTERS, datacentersText, datacentersWord, layoutOf, nodesIn } from './datacenters.ts';
import { newRingOptions } from './get-ring.ts';
import { UP_OPTIONS } from './up-options.ts';
import { run } from '../testing/run.ts';

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}$/).filter((text) => !(text in Object.prototype));
const counts = fc.dictionary(name, fc.integer({ min: 1, max: 9 }), { minKeys: 1, maxKeys: 4 });

const read = (word: string): unknown => DATACENTERS.read(word, '--datacenters');

describe('the reader of --datacenters', () => {
  it('reads what datacentersText() and datacentersWord() write', () => {
    fc.assert(
      fc.property(counts, (given) => {
        expect(read(datacentersText(given))).toEqual({ ...given });
        expect(read(datacentersWord(given))).toEqual({ ...given });
      }),
    );
  });

  it.each(['', 'east', 'east:', ':3', 'east:0', 'east:three', 'east:3,', 'east:3,east:1', 'ea st:3', 'east:-1', 'east:1.5'])(
    'refuses "%s", and says how to write it',
    (datacenters) => {
      const attempt = (): unknown => read(datacenters);
      expect(attempt).toThrow(OpsError);
      expect(attempt).toThrow(expect.objectContaining({ remedy: expect.stringContaining('east:3,west:3') }));
    },
  );
});

describe('the names of datacenters', () => {
  const reserved = Object.getOwnPropertyNames(Object.prototype).filter((each) => /^\w+$/.test(each));

  it.each(reserved)('may not be %s: the Node.js driver, and so ringside cql, could never connect', (reservedName) => {
    expect(() => read(`east:1,${reservedName}:1`)).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(reservedName) }),
    );
  });
});

describe('layoutOf()', () => {
  it('fills three racks in turns, none more than one ahead', () => {
    fc.assert(
      fc.property(counts, (given) => {
        for (const [datacenter, racks] of Object.entries(layoutOf(given))) {
          const filled = Object.values(racks);
          expect(filled.reduce((sum, nodes) => sum + nodes, 0)).toBe(given[datacenter]);
          expect(Math.max(...filled) - Math.min(...filled)).toBeLessThanOrEqual(1);
          expect(filled).toHaveLength(Math.min(3, given[datacenter] ?? 0));
        }
      }),
    );
  });

  it('is what a new ring of datacenters is made with; without them a number of nodes is', () => {
    const made = newRingOptions('/home', optionsOf(UP_OPTIONS, ['--datacenters', 'east:5,west:1']), '5.0.9');
    expect(made).toMatchObject({ layout: { east: { rack1: 2, rack2: 2, rack3: 1 }, west: { rack1: 1 } } });
    expect(made).not.toHaveProperty('nodes');
    expect(newRingOptions('/home', optionsOf(UP_OPTIONS), '5.0.9')).toMatchObject({ nodes: 3 });
    expect(nodesIn({ east: 3, west: 4 })).toBe(7);
  });
});

describe('ringside up --datacenters', () => {
  const home = (): string => join(temporaryDirectorySync('datacenters'), '.ringside');
  const dry = (directory: string, ...words: string[]): ReturnType<typeof run> =>
    run(['up', '--dry-run', '--directory', directory, ...words]);

  it('counts every node for the plan', async () => {
    const { exitCode, out } = await dry(home(), '--datacenters', 'east:3,west:2', '--json');
    const six = JSON.parse((await dry(home(), '--nodes', '5', '--json')).out) as { memoryBytes: number };
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ nodes: 5, datacenters: { east: 3, west: 2 }, memoryBytes: six.memoryBytes });
  });

  it('is refused together with --nodes, or malformed, before anything is made', async () => {
    const directory = home();
    for (const words of [
      ['--datacenters', 'east:3', '--nodes', '3'],
      ['--datacenters', 'east'],
      ['--datacenters', ''],
    ]) {
      const { exitCode, err } = await dry(directory, ...words);
      expect([exitCode, err]).toEqual([64, expect.stringContaining('--datacenters')]);
    }
    expect(existsSync(directory)).toBe(false);
  });

  it('must be that of the ring that is there, in any order', async () => {
    const directory = home();
    writeRing(directory, ['node1', 'node2', 'node3'], ['east', 'west', 'west']);
    expect((await dry(directory, '--datacenters', 'west:2,east:1')).out).toContain('3 nodes (east:1,west:2)');
    expect(await dry(directory, '--datacenters', 'east:3')).toMatchObject({
      exitCode: 64,
      err: expect.stringContaining('--datacenters is east:1,west:2 there, not east:3'),
    });
  });
});
