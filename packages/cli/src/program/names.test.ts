import { describe, expect, it } from 'vitest';
import { type CommandDescription, describeCli } from '../describe.ts';
import { startFakeSidecar } from '../testing/fake-sidecar.ts';
import { run } from '../testing/run.ts';

const RANGES = { keyspace: 'MixKs', replication: { class: 'SimpleStrategy', replication_factor: '1' }, summary: {}, ranges: [] };

/** What a name becomes where its case is not kept. */
const otherCase = (name: string): string => (name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase());

/** A sidecar whose ring has a keyspace and a table that need double quotes in CQL. */
const sidecarWith = (keyspace: string, table: string) =>
  ({
    'GET /api/v1/cassandra/nodes': [200, { nodes: [] }],
    'GET /api/v1/cassandra/availability': [200, { consistency: 'ONE', localDatacenter: 'dc1', keyspaces: [{ ...RANGES, keyspace }] }],
    [`GET /api/v1/cassandra/ring/keyspaces/%22${keyspace}%22`]: [200, []],
    [`GET /api/v1/cassandra/keyspaces/%22${keyspace}%22/tables/%22${table}%22/partition-key`]: [
      200,
      { keyspace, table, columns: [{ name: 'k', type: 'int' }], userTypes: [] },
    ],
    'GET /api/v1/cassandra/snapshots': [
      200,
      {
        snapshots: [keyspace, otherCase(keyspace)].map((each) => ({
          tag: 's',
          keyspace: each,
          table,
          sizeBytes: 1,
          trueSizeBytes: 1,
          createdAt: null,
          expiresAt: null,
        })),
      },
    ],
    'PUT /api/v1/cassandra/snapshots/s': [200, { result: 'Success' }],
    'DELETE /api/v1/cassandra/snapshots/s': [200, { result: 'Success', removed: [{ keyspace, table }] }],
  }) as const;

/** Every command that takes the name of a keyspace or a table, `K` and `T` standing for them. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  'ringside ring': ['ring -k K'],
  'ringside status': ['status -k K'],
  'ringside ranges': ['ranges K'],
  'ringside token': ['token -k K --table T 5'],
  'ringside snapshot list': ['snapshot list -k K'],
  'ringside snapshot create': ['snapshot create s -k K --table T', 'snapshot create new -k K --table T --dry-run'],
  'ringside snapshot clear': ['snapshot clear s -k K', 'snapshot clear s -k K --dry-run'],
};
/** They need a ring on this machine; their names are read by the same table. */
const LOCAL = new Set(['ringside sstable list', 'ringside cql']);

async function ranWith(line: string, keyspace: string, table: string, there = sidecarWith('MixKs', 'AbC')): Promise<unknown> {
  const sidecar = await startFakeSidecar(there);
  const words = line.split(' ').map((word) => (word === 'K' ? keyspace : word === 'T' ? table : word));
  const ran = await run([...words, '--json', '--sidecar', sidecar.url]);
  await sidecar.close();
  const blank = (text: string): string => text.replaceAll(sidecar.url, 'URL');
  return { exitCode: ran.exitCode, out: blank(ran.out), err: blank(ran.err), asked: sidecar.asked };
}

describe('a name of a keyspace or a table', () => {
  it.each(Object.values(LINES).flat())('means the same with and without double quotes: %s', async (line) => {
    const bare = await ranWith(line, 'MixKs', 'AbC');
    expect(await ranWith(line, '"MixKs"', '"AbC"')).toEqual(bare);
    expect(JSON.stringify(bare)).not.toContain('mixks');
  });

  it.each(Object.values(LINES).flat())('may be a word that CQL reserves: %s', async (line) => {
    const there = sidecarWith('select', 'table');
    const bare = await ranWith(line, 'select', 'table', there);
    expect(await ranWith(line, '"select"', '"table"', there)).toEqual(bare);
    expect(bare).toMatchObject({ exitCode: line.startsWith('ranges') || line.startsWith('token') ? 64 : 0 });
    expect(JSON.stringify(bare)).not.toContain('SELECT');
  });

  it.each(Object.values(LINES).flat())('that none can have is refused before anything is asked: %s', async (line) => {
    for (const wrong of ['""', '"Mix', 'a b', 'a.b', 'ä', '"a"b"', '*', 'x'.repeat(223)])
      expect([wrong, await ranWith(line, wrong, 'AbC')]).toEqual([wrong, expect.objectContaining({ exitCode: 64, out: '', asked: [] })]);
  });

  it('is read as one by every option and operand that is one', async () => {
    const flatten = (commands: readonly CommandDescription[]): CommandDescription[] =>
      commands.flatMap((command) => [command, ...flatten(command.subcommands)]);
    const commands = flatten((await describeCli()).commands);
    for (const { path, options, operands } of commands) {
      const named = [
        ...options.filter(({ flags }) => /--(?:keyspace|table) /.test(flags)),
        ...operands.filter(({ name }) => name === 'keyspace' || (name === 'table' && path === 'ringside sstable list')),
      ];
      const kindOf = (flags: string): string => (/keyspace/.test(flags) ? 'keyspace' : 'table');
      expect([path, named.map(({ type }) => type)]).toEqual([path, named.map((one) => kindOf('flags' in one ? one.flags : one.name))]);
      expect([path, named.length > 0]).toEqual([path, LOCAL.has(path) || Object.hasOwn(LINES, path)]);
    }
  });
});

describe('ringside token --table', () => {
  it('tells tables apart that differ in case only', async () => {
    const key = (type: string): readonly [number, unknown] => [
      200,
      { keyspace: 'k', table: '', columns: [{ name: 'k', type }], userTypes: [] },
    ];
    const sidecar = await startFakeSidecar({
      'GET /api/v1/cassandra/keyspaces/k/tables/%22AbC%22/partition-key': key('int'),
      'GET /api/v1/cassandra/keyspaces/k/tables/%22ABC%22/partition-key': key('text'),
      'GET /api/v1/cassandra/keyspaces/k/tables/abc/partition-key': key('bigint'),
      'GET /api/v1/cassandra/availability': [
        200,
        { consistency: 'ONE', localDatacenter: 'dc1', keyspaces: [{ ...RANGES, ranges: [{ start: '0', end: '0', replicas: [] }] }] },
      ],
    });
    const tokens: string[] = [];
    for (const table of ['AbC', 'ABC', 'abc']) {
      const { out } = await run(['token', '-k', 'k', '--table', table, '5', '--json', '--sidecar', sidecar.url]);
      tokens.push((JSON.parse(out) as { token: string }[])[0]?.token ?? '');
    }
    await sidecar.close();
    const typed = await Promise.all(['int', 'text', 'bigint'].map((type) => run(['token', '--type', type, '5', '--json'])));
    expect(tokens).toEqual(typed.map(({ out }) => (JSON.parse(out) as { token: string }[])[0]?.token));
    expect(new Set(tokens).size).toBe(3);
  });
});
