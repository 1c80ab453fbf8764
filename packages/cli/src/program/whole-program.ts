import { type CatalogueEntry, type CliProgram, defineCommand, optionalOperands, text } from '@ringside/cli-kit';
import { CATALOGUE, PROGRAM } from './catalogue.ts';
import { findLocalRing, LOCAL_RING_COMMANDS, notInstalled } from './local-ring.ts';

/** The order of commands in the help, and so of headings; others come last. */
const ORDER: readonly string[] = ['up', 'down', 'cluster', 'cql', 'status', 'ring', 'ranges', 'token', 'health', 'nodetool', 'sstable'];
const LAST: readonly string[] = ['doctor', 'cache', 'completion', 'version'];

const EXAMPLES = [
  { command: 'ringside up', doc: 'three Cassandra nodes, their sidecars and the documentation' },
  { command: 'ringside status', doc: 'what nodetool status shows, and who can still read and write' },
  { command: 'ringside help cluster kill', doc: 'the help of one command' },
];

/**
 * The command line: the commands of this package, and those for a ring on this machine when the package that has them is installed. Without it their
 * names still work, and say what to install.
 */
export async function wholeProgram(findPlugin: typeof findLocalRing = findLocalRing): Promise<CliProgram> {
  const plugin = await findPlugin();
  const local = plugin?.commands ?? LOCAL_RING_COMMANDS.map(absent);
  const commands = [...CATALOGUE, completion(findPlugin), ...local];
  const known = new Set(commands.filter(({ hidden }) => hidden !== true).map(({ name }) => name));
  return {
    description: 'Everything around an Apache Cassandra node that Cassandra leaves to you.',
    commands: commands.toSorted((a, b) => rank(a) - rank(b)),
    examples: EXAMPLES.filter(({ command }) => known.has(command.split(' ').find((word) => !['ringside', 'help'].includes(word)) ?? '')),
  };
}

/** Completes the whole command line, itself included. */
function completion(findPlugin: typeof findLocalRing): CatalogueEntry {
  return {
    name: 'completion',
    group: PROGRAM,
    summary: 'Print a completion script for bash, zsh or fish',
    load: async () => (await import('../commands/completion.ts')).completionOf(() => wholeProgram(findPlugin)),
  };
}

function rank({ name }: CatalogueEntry): number {
  if (ORDER.includes(name)) return ORDER.indexOf(name) - ORDER.length;
  return LAST.indexOf(name) + 1;
}

/** Stands where a command of the plug-in would; takes every word, and so says the same to `ringside up --nodes 1`. */
function absent(name: string): CatalogueEntry {
  return {
    name,
    group: 'The local ring',
    summary: 'Not installed',
    hidden: true,
    foreign: { options: [], anywhere: false },
    load: () =>
      Promise.resolve(
        defineCommand({
          description: 'A command for a ring on this machine.',
          operands: { word: optionalOperands(text, 'What the command takes') },
          examples: [],
          run: () => Promise.reject(notInstalled(`ringside ${name}`)),
        }),
      ),
  };
}
