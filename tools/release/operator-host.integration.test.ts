import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCassandra } from '@ringside/cassandra-install';
import { claimAddressBlock, freePort, ownIdentity, releaseAddressBlock } from '@ringside/host';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { StockCassandra } from '@ringside/stock-cassandra';
import { ROOT } from '../ci/steps.ts';
import { productionClosure, readLock } from '../gates/lock.ts';
import { type Consumer, installInto, makeConsumer, type Run } from './consumer.ts';
import { packAll, type Packed } from './pack.ts';
import { publishedPackages } from './published.ts';

const SLOW_MS = 600_000;
const archives = mkdtempSync(join(tmpdir(), 'ringside-operator-'));
/** The sidecar and the operator's command line, with those of our packages that they need. */
const needed = productionClosure(readLock(ROOT), ['packages/cli', 'packages/sidecar']);
let packed: readonly Packed[] = [];
let host: Consumer;
let installed: Run;

beforeAll(() => {
  packed = packAll(publishedPackages(), archives);
  host = makeConsumer();
  installed = installInto(
    host,
    packed.filter(({ folder }) => needed.includes(folder)).map(({ file }) => file),
  );
}, SLOW_MS);

afterAll(() => {
  host.remove();
  rmSync(archives, { recursive: true, force: true });
});

/** What belongs on a machine where rings are made and broken, and not beside a node of production. */
const FOR_LOCAL_RINGS = new Set([
  'cassandra-install',
  'cassandra-node',
  'cassandra-tools',
  'cluster',
  'conformance',
  'local-docs',
  'local-ring',
  'local-sidecars',
]);
const ringside = (...words: readonly string[]): Run => host.run('node_modules/.bin/ringside', ...words);

describe('a host with the sidecar and the command line', () => {
  it('has the packages that an operator needs, and none that gets, starts or breaks Cassandra', () => {
    expect(installed).toMatchObject({ exitCode: 0 });
    const names = readdirSync(join(host.folder, 'node_modules/@ringside'));
    expect(names).toEqual(
      expect.arrayContaining(['api', 'cli', 'cli-kit', 'cqlsh', 'dashboard', 'jolokia-control', 'route-kit', 'sidecar']),
    );
    expect(names.filter((name) => FOR_LOCAL_RINGS.has(name))).toEqual([]);
  });

  it('has no file that is about Maven, a package manager of the system, a lock of jars or a launcher', () => {
    // What is compiled is judged by its source: a build does not remove what an earlier one has left.
    const sources = (chosen: readonly Packed[]): readonly string[] =>
      chosen.flatMap((each) => each.files.filter((file) => !file.startsWith('dist/')).map((file) => `${each.folder}/${file}`));
    const suspect = /maven|find-java|fetch-java|plan-install|lock\.json$|launcher\.|get-cassandra|nodetool|decommission/i;
    const found = (chosen: readonly Packed[]): readonly string[] => sources(chosen).filter((file) => suspect.test(file));
    expect(found(packed.filter(({ folder }) => needed.includes(folder)))).toEqual([]);
    expect(found(packed).length).toBeGreaterThan(10);
  });

  it('has the control agents that ringside sidecar init attaches', () => {
    const agents = readdirSync(join(host.folder, 'node_modules/@ringside/sidecar-setup/agents'));
    expect(agents).toEqual(['NOTICE', 'jolokia-agent-jvm-2.3.0-javaagent.jar', 'jolokia-agent-jvm-2.5.1-javaagent.jar']);
  });

  it(
    'ringside sidecar init puts a sidecar beside a Cassandra that its own scripts started, with what was installed',
    { timeout: SLOW_MS },
    async () => {
      const block = await claimAddressBlock(ownIdentity(), 9_042);
      const [install, jmxPort] = [await getCassandra(), await freePort()];
      const address = `${block.prefix}.1`;
      const node = new StockCassandra({
        install,
        home: join(host.folder, 'cassandra'),
        address,
        nativePort: 9_042,
        storagePort: 7_000,
        jmxPort,
      });
      onTestFinished(async () => {
        await node.stop();
        await releaseAddressBlock(block.claim);
      });
      await node.start();
      const into = ['--into', join(host.folder, 'sidecars')];
      const { exitCode, output } = ringside('sidecar', 'init', '--node', address, '--no-start', ...into);
      expect([exitCode, output]).toEqual([
        0,
        expect.stringContaining(`Cassandra ${install.version} answers at http://${address}:8778/jolokia/`),
      ]);
      const started = spawn(join(host.folder, 'node_modules/.bin/ringside-sidecar'), [
        '--config',
        join(host.folder, `sidecars/${address}-9042/sidecar.json`),
      ]);
      onTestFinished(() => void started.kill('SIGKILL'));
      await once(started.stdout, 'data');
      expect(ringside('sidecar', 'status', ...into)).toMatchObject({ exitCode: 0, output: expect.not.stringContaining('✘') });
      expect(ringside('sidecar', 'remove', ...into)).toMatchObject({ exitCode: 0 });
    },
  );

  it('ringside up says what to install, and is not in the help', () => {
    const { exitCode, output } = ringside('up', '--nodes', '1');
    expect([exitCode, output]).toEqual([66, expect.stringContaining('comes with the package @ringside/local-ring')]);
    expect(output).toContain(`npm install --prefix ${host.folder} @ringside/local-ring@`);
    expect(ringside('--help').output).not.toMatch(/^ {2}up /m);
  });

  it('ringside cql asks the node of this machine, as cqlsh does', () => {
    const { exitCode, output } = ringside('cql', '--port', '1', '-e', 'DESCRIBE KEYSPACES');
    expect([exitCode, output]).toEqual([69, expect.stringContaining('127.0.0.1:1')]);
  });

  it('has ringside up once the package is installed beside it', { timeout: SLOW_MS }, () => {
    const rest = packed.filter(({ folder }) => !needed.includes(folder)).map(({ file }) => file);
    expect(installInto(host, rest)).toMatchObject({ exitCode: 0 });
    expect(ringside('up', '--dry-run', '--no-docs').output).toContain('Would make a new ring in');
  });
});
