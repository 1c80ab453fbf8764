import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Machine, makeMachine, OTHER_USER } from '../../testing/stock/beside.ts';
import { ALL_WELL, json, outcomes } from '../../testing/stock/shown.ts';
import type { StockCassandra } from '@ringside/stock-cassandra';

const SLOW_MS = 600_000;

describe('a Cassandra 5.0 that its own scripts started, as another user', { timeout: SLOW_MS }, () => {
  let machine: Machine;
  let node: StockCassandra;
  let name: string;
  let agent: readonly string[];
  const options = (): string => readFileSync(join(node.conf, 'jvm-server.options'), 'utf8');
  let before: string;

  beforeAll(async () => {
    machine = await makeMachine('5.0');
    node = await machine.node();
    await node.start();
    name = `${node.address}:9042`;
    agent = ['--node', name, '--agent', machine.install.controlAgentJar];
    before = options();
  }, SLOW_MS);

  afterAll(() => machine.remove());

  it('is found, and a dry run shows what would be written and changes nothing', () => {
    const dry = machine.ringside('sidecar', 'init', ...agent, '--dry-run', '--json', '--no-start');
    const [planned] = json(dry).nodes;
    expect(planned).toMatchObject({
      node: { name, pid: node.pid, java: 17, conf: node.conf, authenticator: 'AllowAllAuthenticator', clientTls: { mode: 'off' } },
      folder: join(machine.into, `${node.address}-9042`),
    });
    expect(planned?.steps.map((step) => step.do)).toEqual(['copy', 'write', 'make-secret', 'write', 'attach', 'edit-options']);
    expect(planned?.steps.find((step) => step.do === 'edit-options')?.text).toContain(
      `-javaagent:${planned?.folder}/jolokia-agent.jar=config=`,
    );
    expect([options(), readdirSync(machine.folder)]).toEqual([before, ['node1']]);
  });

  it('is not taken for a process that only looks like it, which is refused and hides nothing', async () => {
    const yaml = join(machine.folder, 'impostor.yaml');
    writeFileSync(yaml, `rpc_address: ${node.address}\ndata_file_directories: [${join(machine.folder, 'node1/data')}]\n`);
    const looks = [`-Dcassandra.config=file://${yaml}`, '-cp', machine.folder, 'org.apache.cassandra.service.CassandraDaemon'];
    const user = OTHER_USER === undefined ? {} : { uid: OTHER_USER, gid: OTHER_USER };
    const impostor = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 600_000)', '--', ...looks], { cwd: '/', ...user });
    onTestFinished(() => void impostor.kill('SIGKILL'));
    await once(impostor, 'spawn');
    const pid = String(impostor.pid);
    const refused = machine.ringside('sidecar', 'init', '--pid', pid, '--dry-run', '--no-start');
    expect([refused.exitCode, refused.err]).toEqual([77, expect.stringContaining(`Process ${pid} does not listen at ${name}`)]);
    const dry = machine.ringside(
      'sidecar',
      'init',
      '--node',
      node.address,
      '--agent',
      machine.install.controlAgentJar,
      '--dry-run',
      '--json',
      '--no-start',
    );
    expect(json(dry).nodes).toMatchObject([{ node: { name, pid: node.pid } }]);
  });

  it('an agent that does not load leaves the next start alone, and the next run goes on from there', () => {
    const broken = join(machine.folder, 'broken.jar');
    writeFileSync(broken, 'no jar');
    const failed = machine.ringside('sidecar', 'init', '--node', name, '--agent', broken, '--no-start');
    expect(failed).toMatchObject({
      exitCode: 69,
      err: expect.stringContaining(`The JVM of process ${node.pid} did not load the control agent`),
    });
    expect([options(), node.console().includes('Jolokia')]).toEqual([before, false]);
    expect(readdirSync(join(machine.into, `${node.address}-9042`))).toContain('setup.json');
  });

  it('gets the agent without a restart, and a second init changes nothing', () => {
    const { pid } = node;
    const first = machine.ringside('sidecar', 'init', ...agent, '--no-start', '--json');
    expect([first.exitCode, outcomes(first)]).toEqual([0, ['Control agent: ok', 'Next start: ok']]);
    const { folder } = json(first).nodes[0] ?? { folder: '' };
    const files = (): readonly string[] => readdirSync(folder).map((file) => `${file} ${statSync(join(folder, file)).mtimeMs}`);
    const made = files();
    for (const file of readdirSync(folder)) {
      const { mode, uid } = statSync(join(folder, file));
      expect([file, mode & 0o777, uid]).toEqual([file, 0o600, OTHER_USER ?? uid]);
    }
    const again = machine.ringside('sidecar', 'init', ...agent, '--no-start');
    expect(again.err.match(/\(already so\)/g)).toHaveLength(6);
    expect(again.err).not.toContain('✔');
    expect([files(), node.pid]).toEqual([made, pid]);
  });

  it('the secret is in no command line, and in nothing that was printed', () => {
    const secret = readFileSync(join(machine.into, `${node.address}-9042`, 'jolokia.secret'), 'utf8').trim();
    expect(secret.length).toBeGreaterThan(20);
    expect(readFileSync(`/proc/${node.pid}/cmdline`, 'utf8') + node.console() + options()).not.toContain(secret);
  });

  it('its sidecar answers for it', async () => {
    const { configuration } = json(machine.ringside('sidecar', 'init', ...agent, '--no-start', '--json')).nodes[0] ?? { configuration: '' };
    const stop = await machine.startSidecar(configuration);
    const status = machine.ringside('sidecar', 'status', '--json');
    await stop();
    expect(status.exitCode).toBe(0);
    expect(outcomes(status)).toEqual(ALL_WELL);
  });

  it('its sidecar runs in the foreground as the user of the node, until Ctrl-C', async () => {
    const interrupt = await machine.started('"event":"listening"', 'sidecar', 'init', ...agent, '--foreground');
    expect(outcomes(machine.ringside('sidecar', 'status', '--json'))).toEqual(ALL_WELL);
    expect(await interrupt()).toBe(0);
    expect(outcomes(machine.ringside('sidecar', 'status', '--json'))).toContain('Sidecar: problem');
  });

  it('has the agent after a restart as well', async () => {
    await node.stop();
    await node.start();
    const status = machine.ringside('sidecar', 'status', '--json');
    expect(outcomes(status).slice(0, 2)).toEqual(['Control agent: ok', 'Next start: ok']);
    expect(readFileSync(`/proc/${node.pid}/cmdline`, 'utf8')).toContain('jolokia-agent.jar');
  });

  it('remove undoes all of it without a restart, and keeps what somebody else put there or changed', () => {
    const folder = join(machine.into, `${node.address}-9042`);
    writeFileSync(join(folder, 'sidecar.json'), '{}\n');
    const dry = machine.ringside('sidecar', 'remove', '--dry-run');
    expect(dry.out).toContain(`take the block of ${name} out: ${join(node.conf, 'jvm-server.options')}`);
    expect(options()).not.toBe(before);
    const removed = machine.ringside('sidecar', 'remove', '--json');
    expect(json(removed).nodes[0]?.left).toEqual([
      expect.stringContaining('The classes of the agent stay in the memory'),
      `${join(folder, 'sidecar.json')} stays: it was changed since it was written`,
    ]);
    expect([options(), readdirSync(folder)]).toEqual([before, ['sidecar.json']]);
    expect(node.console()).toContain('Jolokia: Agent stopped');
  });
});
