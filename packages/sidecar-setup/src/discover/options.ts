import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readPlainFile } from '@ringside/host';
import { blocksIn } from '../plan/drop-in.ts';
import { OPTIONS_FILE } from '../plan/record.ts';
import type { CassandraProcess } from './processes.ts';
import type { RunningNode } from './running-node.ts';

const MOST_BYTES = 2 ** 20;

/**
 * The file that the start scripts of a node took the JVM's options from. They read it from `CASSANDRA_CONF`, which they also put first on the class
 * path; a `cassandra.yaml` that `-Dcassandra.config` names may be elsewhere. What the process was started with tells whether they did.
 *
 * @param name of the node: blocks of others are told
 */
export async function findOptions(
  { command, workingDirectory = '/', environment }: CassandraProcess,
  name: string,
): Promise<Pick<RunningNode, 'optionsFile' | 'optionsFileOf'>> {
  const named = environment['CASSANDRA_CONF'] ?? '';
  const folders = named === '' ? command.classPath.filter((entry) => !entry.endsWith('.jar')) : [named];
  const file = folders.map((each) => join(resolve(workingDirectory, each), OPTIONS_FILE)).find((each) => existsSync(each));
  const text =
    file === undefined ? undefined : await readPlainFile(file, { mostBytes: MOST_BYTES, followsLink: true }).catch(() => undefined);
  if (file === undefined || text === undefined || !wasRead(text.toString(), command)) return { optionsFile: undefined, optionsFileOf: [] };
  return { optionsFile: file, optionsFileOf: [...blocksIn(text.toString()).keys()].filter((each) => each !== name) };
}

/** Some of its options reached the JVM; all need not, because people edit the file of a node that runs. One without options may be the one. */
function wasRead(text: string, { flags, properties }: CassandraProcess['command']): boolean {
  const given = new Set([
    ...flags,
    // A property without a value was written with an equals sign or without.
    ...Object.entries(properties).flatMap(([key, value]) => [`-D${key}=${value}`, value === '' ? `-D${key}` : `-D${key}=${value}`]),
  ]);
  const written = [...blocksIn(text).values()].reduce((rest, block) => rest.replace(block, ''), text);
  const options = written.split('\n').filter((line) => line.startsWith('-'));
  return (
    options.length === 0 ||
    options.some((line) =>
      line
        .trim()
        .split(/\s+/)
        .some((word) => given.has(word)),
    )
  );
}

/** The nodes, each told of those others that start with the same file. Pure. */
export function withSharers(nodes: readonly RunningNode[]): readonly RunningNode[] {
  return nodes.map((node) => {
    const others = nodes.filter(
      ({ optionsFile, name }) => name !== node.name && optionsFile !== undefined && optionsFile === node.optionsFile,
    );
    return { ...node, optionsFileOf: [...new Set([...node.optionsFileOf, ...others.map(({ name }) => name)])] };
  });
}
