import { keyspaceName, snapshotTag } from '@ringside/model';
import { createMemoryStore } from '@ringside/operations';
import { type SimulatedSidecar, startSimulatedSidecar } from '@ringside/sidecar/testing';
import { type KeyspaceOptions, simulateCluster, type SimulatedCluster } from '@ringside/simulated-cluster';
import { describe, expect, it } from 'vitest';
import { type CommandDescription, describeCli } from '../describe.ts';
import { run } from '../testing/run.ts';

/** One replica, but for what is about several. */
const replicationFor = (line: string): Record<string, string> => ({
  class: 'SimpleStrategy',
  replication_factor: line.startsWith('repair') ? '2' : '1',
});

/** What a name becomes where its case is not kept. */
const otherCase = (name: string): string => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase());

/** Three nodes with a keyspace and a table that need double quotes in CQL, the same in the other case, and a snapshot of both. */
async function clusterWith(line: string, keyspace = 'MixKs', table = 'AbC'): Promise<SimulatedCluster> {
  const names = [keyspace, otherCase(keyspace)] as const;
  const options = (name: string): KeyspaceOptions => ({ replication: replicationFor(line), tables: [name] });
  const cluster = simulateCluster({ keyspaces: { [names[0]]: options(table), [names[1]]: options(otherCase(table)) } });
  const keyspaces = names.map((name) => keyspaceName(`"${name}"`));
  await cluster.node('node1').control.takeSnapshot({ tag: snapshotTag('s'), keyspaces });
  return cluster;
}

/** Every command that takes the name of a keyspace or a table, `K` and `T` standing for them. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  'ringside ring': ['ring -k K'],
  'ringside status': ['status -k K'],
  'ringside ranges': ['ranges K'],
  'ringside token': ['token -k K --table T 5'],
  // Of which the first node, whose sidecar is the only one there, is the replica.
  'ringside where': ['where K T 3'],
  'ringside tables': ['tables -k K'],
  'ringside hot': ['hot K T --for 100ms'],
  'ringside repair': ['repair K --table T --dry-run'],
  'ringside snapshot list': ['snapshot list -k K'],
  'ringside snapshot create': ['snapshot create new -k K --table T', 'snapshot create new -k K --table T --dry-run'],
  'ringside snapshot clear': ['snapshot clear s -k K', 'snapshot clear s -k K --dry-run'],
};
type Ran = Readonly<Record<'out' | 'err', string>> & { readonly exitCode: number; readonly asked: readonly string[] };

/** They need a ring on this machine; their names are read by the same table. */
const LOCAL = new Set(['ringside sstable list', 'ringside cql']);

async function ranWith(line: string, keyspace: string, table: string, there = clusterWith(line)): Promise<Ran> {
  const sidecar = await startSimulatedSidecar({ cluster: await there, operations: createMemoryStore() });
  const ran = await ranAt(sidecar, line, keyspace, table);
  await sidecar.close();
  return ran;
}

async function ranAt({ url, asked }: SimulatedSidecar, line: string, keyspace: string, table: string): Promise<Ran> {
  const words = line.split(' ').map((word) => (word === 'K' ? keyspace : word === 'T' ? table : word));
  const { exitCode, out, err } = await run([...words, '--json', '--sidecar', url]);
  const blank = (text: string): string => text.replaceAll(url, 'URL').replaceAll(new URL(url).port, 'PORT');
  return { exitCode, out: blank(out), err: blank(err), asked };
}

describe('a name of a keyspace or a table', () => {
  it.each(Object.values(LINES).flat())('means the same with and without double quotes: %s', async (line) => {
    const bare = await ranWith(line, 'MixKs', 'AbC');
    expect(await ranWith(line, '"MixKs"', '"AbC"')).toEqual(bare);
    expect(bare).toMatchObject({ exitCode: 0, err: '' });
    expect(JSON.stringify(bare)).not.toMatch(/mixks|abc/);
  });

  it.each(Object.values(LINES).flat())('may be a word that CQL reserves: %s', async (line) => {
    const bare = await ranWith(line, 'select', 'table', clusterWith(line, 'select', 'table'));
    expect(await ranWith(line, '"select"', '"table"', clusterWith(line, 'select', 'table'))).toEqual(bare);
    expect(bare).toMatchObject({ exitCode: 0, err: '' });
    expect(JSON.stringify(bare)).not.toMatch(/SELECT|TABLE/);
  });

  it.each(Object.values(LINES).flat())('that none can have is refused before anything is asked: %s', async (line) => {
    const sidecar = await startSimulatedSidecar({ operations: createMemoryStore() });
    for (const wrong of ['""', '"Mix', 'a b', 'a.b', 'ä', '"a"b"', '*', 'x'.repeat(223)])
      expect([wrong, await ranAt(sidecar, line, wrong, 'AbC')]).toEqual([
        wrong,
        expect.objectContaining({ exitCode: 64, out: '', asked: [] }),
      ]);
    await sidecar.close();
  });

  it('is read as one by every option and operand that is one', async () => {
    const flatten = (commands: readonly CommandDescription[]): CommandDescription[] =>
      commands.flatMap((command) => [command, ...flatten(command.subcommands)]);
    const commands = flatten((await describeCli()).commands);
    for (const { path, options, operands } of commands) {
      const named = [
        ...options.filter(({ flags }) => /--(?:keyspace|table) /.test(flags)),
        ...operands.filter(({ name }) => /^keyspaces?$/.test(name) || (name === 'table' && path === 'ringside sstable list')),
      ];
      const kindOf = (flags: string): string => (/keyspace/.test(flags) ? 'keyspace' : 'table');
      expect([path, named.map(({ type }) => type)]).toEqual([path, named.map((one) => kindOf('flags' in one ? one.flags : one.name))]);
      expect([path, named.length > 0]).toEqual([path, LOCAL.has(path) || Object.hasOwn(LINES, path)]);
    }
  });
});

describe('ringside token --table', () => {
  it('tells tables apart that differ in case only', async () => {
    const types = { AbC: 'int', ABC: 'text', abc: 'bigint' };
    const partitionKeys = Object.fromEntries(Object.entries(types).map(([table, type]) => [table, [{ name: 'k', type }]]));
    const k = { replication: replicationFor('token'), tables: Object.keys(types), partitionKeys };
    const sidecar = await startSimulatedSidecar({ cluster: simulateCluster({ keyspaces: { k } }) });
    const tokens: string[] = [];
    for (const table of Object.keys(types)) {
      const { out } = await run(['token', '-k', 'k', '--table', table, '5', '--json', '--sidecar', sidecar.url]);
      tokens.push((JSON.parse(out) as { token: string }[])[0]?.token ?? '');
    }
    await sidecar.close();
    const typed = await Promise.all(Object.values(types).map((type) => run(['token', '--type', type, '5', '--json'])));
    expect(tokens).toEqual(typed.map(({ out }) => (JSON.parse(out) as { token: string }[])[0]?.token));
    expect(new Set(tokens).size).toBe(3);
  });
});
