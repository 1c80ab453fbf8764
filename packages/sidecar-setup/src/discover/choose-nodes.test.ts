import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { identityOf } from '@ringside/host';
import { temporaryDirectory } from '@ringside/host/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dropInBlock } from '../plan/drop-in.ts';
import { chooseNodes } from './choose-nodes.ts';
import type { CassandraProcess } from './processes.ts';

/** A port of this very process, as a node’s for CQL. */
async function listening(address: string, port = 0): Promise<number> {
  const server = createServer();
  server.listen({ host: address, port });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Settings of a node that answers at an address, on a port that this process holds. */
async function settingsAt(address: string, port?: number): Promise<string> {
  return `rpc_address: ${address}\nnative_transport_port: ${await listening(address, port)}\n`;
}

/** This test’s own process, as if it ran a Cassandra of this configuration. */
async function processOf(
  yaml: string,
  over: Partial<CassandraProcess> = {},
  command: Partial<CassandraProcess['command']> = {},
): Promise<CassandraProcess> {
  const home = await temporaryDirectory('node');
  await mkdir(join(home, 'conf'));
  await mkdir(join(home, 'data/data'), { recursive: true });
  await writeFile(join(home, 'conf/cassandra.yaml'), yaml);
  await mkdir(join(home, 'java/bin'), { recursive: true });
  await writeFile(join(home, 'java/release'), 'IMPLEMENTOR="x"\nJAVA_VERSION="17.0.15"\n');
  return {
    identity: identityOf(process.pid),
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
    command: { classPath: ['conf', 'lib/a.jar'], properties: { 'cassandra.storagedir': 'data' }, flags: ['-ea'], ...command },
    workingDirectory: home,
    executable: join(home, 'java/bin/java'),
    isContained: false,
    environment: {},
    ...over,
  };
}

/** Where this is root, a folder that it gave away; else one of root’s. */
async function folderOfAnother(): Promise<string> {
  if (process.geteuid?.() !== 0) return '/';
  const folder = await temporaryDirectory('theirs');
  await chown(folder, 1, 1);
  return folder;
}

const homeOf = ({ workingDirectory }: CassandraProcess): string => workingDirectory ?? '';

describe('chooseNodes()', () => {
  it('reads the configuration where Cassandra does: along its class path, from its working folder', async () => {
    const port = await listening('127.91.0.7');
    const found = await processOf(`rpc_address: 127.91.0.7\nnative_transport_port: ${port}\nlisten_address: 127.91.0.7\n`);
    const [node] = await chooseNodes({}, [found]);
    expect(node).toMatchObject({
      name: `127.91.0.7:${port}`,
      conf: join(homeOf(found), 'conf'),
      dataDirectories: [join(homeOf(found), 'data/data')],
      java: 17,
      optionsFile: undefined,
    });
  });

  it.runIf(process.geteuid?.() === 0)(
    'looks as the user of the process where root is not told, as in a container (skipped where this is not root)',
    async () => {
      const found = await processOf('');
      const home = homeOf(found);
      const listens =
        "const server = require('node:net').createServer().listen(0, '127.91.0.4', () => process.stdout.write(String(server.address().port)))";
      const child = spawn(process.execPath, ['-e', listens], { cwd: home });
      onTestFinished(() => void child.kill('SIGKILL'));
      const [port] = (await once(child.stdout, 'data')) as [Buffer];
      await writeFile(join(home, 'conf/cassandra.yaml'), `rpc_address: 127.91.0.4\nnative_transport_port: ${port.toString()}`);
      const blind = { ...found, identity: identityOf(child.pid as number), workingDirectory: undefined, executable: undefined };
      expect((await chooseNodes({}, [blind]))[0]?.conf).toBe(join(home, 'conf'));
    },
  );

  it('finds the release of a JDK 8 above the folder of its JRE', async () => {
    const found = await processOf(await settingsAt('127.91.0.6'));
    const home = homeOf(found);
    await writeFile(join(home, 'java/release'), 'JAVA_VERSION="1.8.0_392"\n');
    expect((await chooseNodes({}, [{ ...found, executable: join(home, 'java/jre/bin/java') }]))[0]?.java).toBe(8);
  });

  it('reads it where -Dcassandra.config says, and the JVM options where the start scripts do', async () => {
    const other = await processOf(await settingsAt('127.91.0.8'));
    const elsewhere = join(homeOf(other), 'conf');
    await writeFile(join(elsewhere, 'jvm-server.options'), '-ea\n');
    for (const named of [`file:///${elsewhere}/cassandra.yaml`, `file:${elsewhere}/cassandra.yaml`]) {
      const properties = { 'cassandra.config': named, 'cassandra.storagedir': 'data' };
      const found = await processOf('rpc_address: 127.91.0.9\n', {}, { properties });
      const options = async (environment = {}): Promise<unknown> => {
        const [node] = await chooseNodes({}, [{ ...found, environment }]);
        return [node?.address, node?.optionsFile];
      };
      expect(await options()).toEqual(['127.91.0.8', undefined]);
      const own = join(homeOf(found), 'conf/jvm-server.options');
      await writeFile(own, '# a comment\n-ea\n');
      expect(await options()).toEqual(['127.91.0.8', own]);
      expect(await options({ CASSANDRA_CONF: elsewhere })).toEqual(['127.91.0.8', join(elsewhere, 'jvm-server.options')]);
      await writeFile(own, '-Xss256k\n');
      expect(await options()).toEqual(['127.91.0.8', undefined]);
    }
  });

  it('tells which other nodes start with the same JVM options: by their blocks, and by what runs', async () => {
    const first = await processOf(await settingsAt('127.91.0.2'));
    const conf = join(homeOf(first), 'conf');
    await writeFile(join(conf, 'jvm-server.options'), `-ea\n${dropInBlock('127.91.0.1:9042', ['-Da=b'])}`);
    const properties = { 'cassandra.config': 'second.yaml', 'cassandra.storagedir': 'data' };
    const second = await processOf('', {}, { classPath: [conf], properties });
    await writeFile(join(conf, 'second.yaml'), await settingsAt('127.91.0.3'));
    const [one, two] = await chooseNodes({ all: true }, [first, second]);
    expect([one?.optionsFileOf, two?.optionsFileOf]).toEqual([
      ['127.91.0.1:9042', two?.name],
      ['127.91.0.1:9042', one?.name],
    ]);
  });

  it.each([
    ['rpc_address: 0.0.0.0', '127.0.0.1'],
    ['rpc_address: localhost', '127.0.0.1'],
    ['rpc_interface: lo', '127.0.0.1'],
  ])('knows where a node with %s is reached from its own machine', async (yaml, address) => {
    const port = await listening(address);
    expect((await chooseNodes({}, [await processOf(`${yaml}\nnative_transport_port: ${port}\n`)]))[0]?.name).toBe(`${address}:${port}`);
  });

  it('takes the one that is named, with or without its port, and asks which where several are there', async () => {
    const port = await listening('127.91.0.3');
    const processes = [
      await processOf(`rpc_address: 127.91.0.3\nnative_transport_port: ${port}\n`),
      await processOf(await settingsAt('127.91.0.2', port)),
    ];
    const names = async (choice: Parameters<typeof chooseNodes>[0]): Promise<unknown> =>
      (await chooseNodes(choice, processes)).map(({ name }) => name);
    expect(await names({ node: '127.91.0.3' })).toEqual([`127.91.0.3:${port}`]);
    expect(await names({ node: `127.91.0.2:${port}` })).toEqual([`127.91.0.2:${port}`]);
    expect(await names({ all: true })).toEqual([`127.91.0.2:${port}`, `127.91.0.3:${port}`]);
    await expect(names({})).rejects.toMatchObject({
      code: 'NODE_AMBIGUOUS',
      message: expect.stringContaining(`127.91.0.2:${port} (process`) as string,
    });
    await expect(names({ node: '127.91.0.4' })).rejects.toMatchObject({
      code: 'NODE_NOT_FOUND',
      remedy: `Use one of 127.91.0.3:${port}, 127.91.0.2:${port}.`,
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
    const processes = [await processOf('', { isContained: true }), await processOf(await settingsAt('127.91.0.5'))];
    expect((await chooseNodes({ node: '127.91.0.5' }, processes)).map(({ address }) => address)).toEqual(['127.91.0.5']);
  });

  it('finds none where none runs', async () => {
    await expect(chooseNodes({}, [])).rejects.toMatchObject({
      code: 'NODE_NOT_FOUND',
      message: 'No running Cassandra was found on this machine',
    });
    await expect(chooseNodes({ pid: 1 })).rejects.toMatchObject({ message: 'Process 1 is no running Cassandra' });
  });
});

describe('a process with the command line of a Cassandra', () => {
  const refusal = async (found: CassandraProcess): Promise<unknown> =>
    await chooseNodes({}, [found]).then(
      () => expect.fail('was believed'),
      ({ code, message, remedy }: { code: string; message: string; remedy: string }) => ({ code, message, remedy }),
    );

  it('is refused unless it holds the port for CQL itself, even where another process does', async () => {
    const port = await listening('127.91.1.1');
    const child = spawn('sleep', ['60']);
    onTestFinished(() => void child.kill('SIGKILL'));
    const found = await processOf(`rpc_address: 127.91.1.1\nnative_transport_port: ${port}\n`);
    const pid = child.pid as number;
    expect(await refusal({ ...found, identity: identityOf(pid) })).toEqual({
      code: 'NODE_UNPROVEN',
      message: `Process ${pid} does not listen at 127.91.1.1:${port}, where its cassandra.yaml says that it answers CQL`,
      remedy: expect.stringContaining('nodetool enablebinary') as string,
    });
  });

  it('is refused where its data belong to another user, are not there, or are not named', async () => {
    const theirs = await folderOfAnother();
    expect(await refusal(await processOf(`${await settingsAt('127.91.1.2')}data_file_directories: [${theirs}]\n`))).toMatchObject({
      code: 'NODE_UNPROVEN',
      message: expect.stringMatching(/belongs to the user with id \d+; the process runs as \d+/) as string,
    });
    expect(await refusal(await processOf(`${await settingsAt('127.91.1.4')}data_file_directories: [/nowhere]\n`))).toMatchObject({
      message: expect.stringContaining('/nowhere') as string,
    });
    expect(await refusal(await processOf(await settingsAt('127.91.1.5'), {}, { properties: {} }))).toMatchObject({
      message: expect.stringContaining('names no data directory') as string,
    });
  });

  it.each([
    ['rpc_address: 192.0.2.7', 'rpc_address: 192.0.2.7'],
    ['listen_address: 192.0.2.8\nrpc_address: 127.91.1.6', 'listen_address: 192.0.2.8'],
  ])('is refused where %j is of another machine', async (yaml, told) => {
    const port = await listening('127.91.1.6');
    expect(await refusal(await processOf(`${yaml}\nnative_transport_port: ${port}\n`))).toMatchObject({
      code: 'NODE_UNPROVEN',
      message: `${told} of process ${process.pid} is not an address of this machine`,
      remedy: expect.stringContaining('ip -brief address') as string,
    });
  });

  it('has its files read with the rights of its user: root would tell what is in those of others', async () => {
    const found = await processOf('');
    const yaml = join(homeOf(found), 'conf/cassandra.yaml');
    await rm(yaml);
    spawnSync('mkfifo', [yaml]);
    expect(await refusal(found)).toMatchObject({ code: 'PERMISSION_DENIED', message: `${yaml} is not read: it is not a plain file` });
  });

  it.runIf(process.geteuid?.() === 0)('cannot have root read what its user may not (skipped where this is not root)', async () => {
    const found = await processOf('secret: [\n', { uid: 1, gid: 1 });
    expect(await refusal(found)).toMatchObject({ code: 'CONFIG_INVALID', message: expect.not.stringContaining('YAML') as string });
  });

  it('says of a name that nobody knows which it is, and how to see it', async () => {
    expect(await refusal(await processOf('rpc_address: node.invalid\n'))).toMatchObject({
      code: expect.stringMatching(/^(CONFIG_INVALID|UNAVAILABLE)$/) as string,
      message: expect.stringContaining('rpc_address: node.invalid cannot be resolved on this machine') as string,
      remedy: expect.stringContaining('getent hosts node.invalid') as string,
    });
  });
});
