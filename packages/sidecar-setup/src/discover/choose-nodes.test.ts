import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf } from '@ringside/host';
import { temporaryDirectory } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { chooseNodes } from './choose-nodes.ts';
import type { CassandraProcess } from './processes.ts';

/** This test’s own process, as if it ran a Cassandra of this configuration. */
async function processOf(
  yaml: string,
  over: Partial<CassandraProcess> = {},
  command: Partial<CassandraProcess['command']> = {},
): Promise<CassandraProcess> {
  const home = await temporaryDirectory('node');
  await mkdir(join(home, 'conf'));
  await writeFile(join(home, 'conf/cassandra.yaml'), yaml);
  await mkdir(join(home, 'java/bin'), { recursive: true });
  await writeFile(join(home, 'java/release'), 'IMPLEMENTOR="x"\nJAVA_VERSION="17.0.15"\n');
  return {
    identity: identityOf(process.pid),
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
    command: { classPath: ['conf', 'lib/a.jar'], properties: { 'cassandra.storagedir': 'data' }, flags: [], ...command },
    workingDirectory: home,
    executable: join(home, 'java/bin/java'),
    isContained: false,
    environment: {},
    ...over,
  };
}

describe('chooseNodes()', () => {
  it('reads the configuration where Cassandra does: along its class path, from its working folder', async () => {
    const found = await processOf('rpc_address: 127.0.0.7\nnative_transport_port: 9142\n');
    const [node] = await chooseNodes({}, [found]);
    const home = found.workingDirectory ?? '';
    expect(node).toMatchObject({
      name: '127.0.0.7:9142',
      conf: join(home, 'conf'),
      dataDirectories: [join(home, 'data/data')],
      java: 17,
      optionsFile: undefined,
    });
  });

  it('reads it where -Dcassandra.config says, and knows the file of JVM options beside it', async () => {
    const other = await processOf('rpc_address: 127.0.0.8\n');
    const conf = join(other.workingDirectory ?? '', 'conf');
    await writeFile(join(conf, 'jvm-server.options'), '-ea\n');
    for (const named of [`file:///${conf}/cassandra.yaml`, `file:${conf}/cassandra.yaml`]) {
      const found = await processOf('rpc_address: 127.0.0.9\n', {}, { properties: { 'cassandra.config': named } });
      expect((await chooseNodes({}, [found]))[0]).toMatchObject({ name: '127.0.0.8:9042', optionsFile: join(conf, 'jvm-server.options') });
    }
  });

  it.each([
    ['rpc_address: 0.0.0.0', '127.0.0.1:9042'],
    ['rpc_address: localhost', '127.0.0.1:9042'],
    ['rpc_interface: lo', '127.0.0.1:9042'],
  ])('knows where a node with %s is reached from its own machine', async (yaml, name) => {
    expect((await chooseNodes({}, [await processOf(`${yaml}\n`)]))[0]?.name).toBe(name);
  });

  it('takes the one that is named, with or without its port, and asks which where several are there', async () => {
    const processes = [await processOf('rpc_address: 127.0.0.3\n'), await processOf('rpc_address: 127.0.0.2\n')];
    const names = async (choice: Parameters<typeof chooseNodes>[0]): Promise<unknown> =>
      (await chooseNodes(choice, processes)).map(({ name }) => name);
    expect(await names({ node: '127.0.0.3' })).toEqual(['127.0.0.3:9042']);
    expect(await names({ node: '127.0.0.2:9042' })).toEqual(['127.0.0.2:9042']);
    expect(await names({ all: true })).toEqual(['127.0.0.2:9042', '127.0.0.3:9042']);
    await expect(names({})).rejects.toMatchObject({
      code: 'NODE_AMBIGUOUS',
      message: expect.stringContaining('127.0.0.2:9042 (process') as string,
    });
    await expect(names({ node: '127.0.0.4' })).rejects.toMatchObject({
      code: 'NODE_NOT_FOUND',
      remedy: 'Use one of 127.0.0.3:9042, 127.0.0.2:9042.',
    });
  });

  it.each<[string, Partial<CassandraProcess>, string, string]>([
    ['in another container', { isContained: true }, 'NODE_NOT_FOUND', 'inside that container'],
    ['without a cassandra.yaml', { workingDirectory: '/nowhere' }, 'CONFIG_INVALID', 'Run this as root'],
  ])('says of a Cassandra %s what to do', async (_, over, code, remedy) => {
    await expect(chooseNodes({}, [await processOf('', over)])).rejects.toMatchObject({
      code,
      remedy: expect.stringContaining(remedy) as string,
    });
  });

  it('passes over one that cannot be read where another one is named', async () => {
    const processes = [await processOf('', { isContained: true }), await processOf('rpc_address: 127.0.0.5\n')];
    expect((await chooseNodes({ node: '127.0.0.5' }, processes)).map(({ name }) => name)).toEqual(['127.0.0.5:9042']);
  });

  it('finds none where none runs', async () => {
    await expect(chooseNodes({}, [])).rejects.toMatchObject({
      code: 'NODE_NOT_FOUND',
      message: 'No running Cassandra was found on this machine',
    });
    await expect(chooseNodes({ pid: 1 })).rejects.toMatchObject({ message: 'Process 1 is no running Cassandra' });
  });
});
