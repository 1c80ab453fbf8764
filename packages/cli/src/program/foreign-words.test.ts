import { shieldForeignWords } from '@ringside/cli-kit';
import { expect, test } from 'vitest';
import { wholeProgram } from './whole-program.ts';

const { commands } = await wholeProgram();
const shield = (line: string): string => shieldForeignWords(line === '' ? [] : line.split(' '), commands).join(' ');

test.each([
  ['nodetool status', 'nodetool -- status'],
  ['nodetool', 'nodetool --'],
  ['nodetool repair --preview -full learn --json', 'nodetool -- repair --preview -full learn --json'],
  ['nodetool --node node2 --json status -r', 'nodetool --node node2 --json -- status -r'],
  ['nodetool --node=node2 -pp status --node x', 'nodetool --node=node2 -- -pp status --node x'],
  ['nodetool -- --help', 'nodetool -- --help'],
  ['nodetool --help', 'nodetool --help --'],
  ['nodetool help repair', 'nodetool -- help repair'],
  ['--directory nodetool nodetool status', '--directory nodetool nodetool -- status'],
])('%s is read as %s: what stands after the first foreign word is nodetool’s', (line, shielded) => {
  expect(shield(line)).toBe(shielded);
});

test.each([
  ['sstable dump learn.pets -k rex --node node2', 'sstable dump --node node2 -- learn.pets -k rex'],
  ['sstable dump learn.pets --json', 'sstable dump --json -- learn.pets'],
  ['sstable --json metadata learn.pets -s', 'sstable --json metadata -- learn.pets -s'],
  ['sstable dump learn.pets -h', 'sstable dump -- learn.pets -h'],
  ['sstable dump learn.pets -- --node x', 'sstable dump -- learn.pets --node x'],
])('%s is read as %s: options of ours may stand anywhere', (line, shielded) => {
  expect(shield(line)).toBe(shielded);
});

test.each(['', 'status', 'statsu --json', 'cluster kill node1', 'sstable list learn pets --node 2', 'help nodetool', '--json', 'sstable'])(
  '"%s" is left as it is',
  (line) => {
    expect(shield(line)).toBe(line);
  },
);
