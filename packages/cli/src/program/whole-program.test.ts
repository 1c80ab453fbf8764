import { runLine, testIo } from '@ringside/cli-kit/testing';
import { describe, expect, it } from 'vitest';
import { findLocalRing, installCommand, LOCAL_RING_COMMANDS } from './local-ring.ts';
import { wholeProgram } from './whole-program.ts';

const alone = await wholeProgram(() => Promise.resolve(undefined));

describe('without the package for local rings', () => {
  it.each([
    'up',
    'up --nodes 1 --detach',
    'down --dry-run',
    'cluster kill node1',
    'nodetool status',
    'sstable list orders',
    'doctor',
    'cache prune',
  ])('ringside %s says what to install', async (line) => {
    const { exitCode, out, err } = await runLine(alone, line.split(' '));
    expect([exitCode, out]).toEqual([66, '']);
    expect(err).toContain(`ringside ${line.split(' ')[0]} is for rings on this machine and comes with the package @ringside/local-ring`);
    expect(err).toMatch(/try Run npm install --\w+ \S*.*@ringside\/local-ring@\d/);
  });

  it('the help shows only what can be run', async () => {
    const { out } = await runLine(alone, ['--help']);
    expect(out).toContain('  status ');
    for (const name of LOCAL_RING_COMMANDS) expect(out).not.toMatch(new RegExp(`^ {2}(?:ringside )?${name}\\b`, 'm'));
    expect((await runLine(alone, ['completion', 'bash'])).exitCode).toBe(0);
  });

  it('every other command is there', () => {
    const names = ({ commands }: typeof alone): readonly string[] => commands.map(({ name }) => name);
    expect(names(alone).filter((name) => !LOCAL_RING_COMMANDS.includes(name))).toContain('cql');
  });
});

describe('with it', () => {
  it('has each command that would be missing, in one table, in the order of the help', async () => {
    const plugin = await findLocalRing();
    expect(plugin?.commands.map(({ name }) => name)).toEqual(LOCAL_RING_COMMANDS);
    const { commands } = await wholeProgram();
    expect(commands.filter(({ hidden }) => hidden === true)).toEqual([]);
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    const { out } = await runLine(await wholeProgram(), ['--help'], testIo());
    expect(out.indexOf('  up ')).toBeLessThan(out.indexOf('  cql '));
    expect(out.indexOf('  doctor ')).toBeLessThan(out.indexOf('  version '));
  });
});

describe('installCommand()', () => {
  it.each([
    ['/usr/lib/node_modules/@ringside/cli/dist/program/local-ring.js', /^npm install --global @ringside\/local-ring@\d/],
    [
      '/home/ada/app/node_modules/@ringside/cli/dist/program/local-ring.js',
      /^npm install --prefix \/home\/ada\/app @ringside\/local-ring@\d/,
    ],
    [
      "/home/ada/ada's app/node_modules/@ringside/cli/dist/program/local-ring.js",
      /^npm install --prefix '\/home\/ada\/ada'\\''s app' @ringside\/local-ring@\d/,
    ],
    [
      '/home/ada/.npm/_npx/1f/node_modules/@ringside/cli/dist/program/local-ring.js',
      /^npx -p @ringside\/cli@\S+ -p @ringside\/local-ring@\S+ ringside/,
    ],
  ])('for %s', (place, command) => {
    expect(installCommand(place)).toMatch(command);
  });
});
