import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSession } from '@ringside/client';
import { makeSidecarCertificates, type SidecarCertificates } from '@ringside/sidecar/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Machine, makeMachine } from '../../testing/stock/beside.ts';
import { ALL_WELL, json, outcomes } from '../../testing/stock/shown.ts';
import type { StockCassandra } from '@ringside/stock-cassandra';

const SLOW_MS = 600_000;
/** The scripts of the distribution leave ten seconds before the node makes its first role. */
const FIRST_ROLE_MS = 90_000;
const NATIVE_PORT = 19_042;

/** Two nodes on one host, each of a cluster of its own: one that asks for a role, TLS and a certificate, and one that refuses attaching. */
describe('two Cassandras 5.0 on one host', { timeout: SLOW_MS }, () => {
  let machine: Machine;
  let guarded: StockCassandra;
  let closed: StockCassandra;
  let certificates: SidecarCertificates;
  let agent: readonly string[];
  let login: readonly string[];
  let tls: readonly string[];

  beforeAll(async () => {
    machine = await makeMachine('5.0');
    certificates = makeSidecarCertificates(machine.address(1));
    const home = join(machine.folder, 'node1');
    guarded = await machine.node({ nativePort: NATIVE_PORT, yaml: guardedYaml(home) });
    const { server, authority, client } = certificates;
    guarded.give('keystore.pem', textOf(server.key) + textOf(server.certificate));
    const caFile = guarded.give('ca.pem', textOf(authority));
    tls = [
      '--cql-ca-file',
      caFile,
      '--cql-cert-file',
      guarded.give('client.pem', textOf(client.certificate)),
      '--cql-key-file',
      guarded.give('client.key', textOf(client.key)),
    ];
    closed = await machine.node();
    agent = ['--agent', machine.install.controlAgentJar, '--no-start', '--json'];
    const password = join(machine.folder, 'admin.password');
    writeFileSync(password, 'cassandra\n', { mode: 0o600 });
    login = ['--cql-user', 'cassandra', '--cql-password-file', password];
    await Promise.all([guarded.start(), closed.start('-XX:+DisableAttachMechanism')]);
    await vi.waitFor(async () => (await admin()).close(), { timeout: FIRST_ROLE_MS, interval: 1_000 });
  }, SLOW_MS);

  afterAll(async () => {
    await machine.remove();
    rmSync(certificates.folder, { recursive: true });
  });

  function guardedYaml(home: string): Readonly<Record<string, unknown>> {
    return {
      authenticator: 'PasswordAuthenticator',
      authorizer: 'CassandraAuthorizer',
      data_file_directories: [join(home, 'data/b'), join(home, 'data/a')],
      client_encryption_options: {
        enabled: true,
        optional: false,
        require_client_auth: true,
        ssl_context_factory: { class_name: 'org.apache.cassandra.security.PEMBasedSslContextFactory' },
        keystore: join(home, 'conf/keystore.pem'),
        truststore: join(home, 'conf/ca.pem'),
      },
    };
  }

  const textOf = (file: string): string => readFileSync(file, 'utf8');

  async function session(username: string, password: string): ReturnType<typeof openSession> {
    const { authority, client } = certificates;
    return await openSession({
      contactPoints: [guarded.address],
      port: NATIVE_PORT,
      tls: { ca: textOf(authority), cert: textOf(client.certificate), key: textOf(client.key) },
      credentials: { username, password },
    });
  }
  const admin = async (): ReturnType<typeof openSession> => await session('cassandra', 'cassandra');

  it('are both found, and named by their addresses', () => {
    const said = machine.ringside('sidecar', 'init', '--dry-run', ...agent);
    expect([said.exitCode, JSON.parse(said.err)]).toEqual([64, { error: expect.objectContaining({ code: 'NODE_AMBIGUOUS' }) as unknown }]);
    for (const node of [`${guarded.address}:${NATIVE_PORT} (process ${guarded.pid})`, `${closed.address}:9042 (process ${closed.pid})`])
      expect(said.err).toContain(node);
    const ports = machine.ringside('sidecar', 'init', '--all', '--port', '9999', '--dry-run', ...agent);
    expect([ports.exitCode, ports.err]).toEqual([64, expect.stringMatching(/--port and --agent-port are for one node, not for \d+/)]);
    expect(
      json(machine.ringside('sidecar', 'init', '--pid', String(guarded.pid), '--dry-run', ...login, ...tls, ...agent)).nodes[0],
    ).toMatchObject({
      node: {
        name: `${guarded.address}:${NATIVE_PORT}`,
        dataDirectories: [join(machine.folder, 'node1/data/b'), join(machine.folder, 'node1/data/a')],
      },
    });
  });

  it.each([
    ['a role', [], '--cql-user'],
    ['TLS', ['login'], '--cql-ca-file'],
    ['a certificate', ['login', 'ca'], '--cql-cert-file'],
  ])('the one that asks for %s says what it needs, before anything is written', (_, given, remedy) => {
    const words = [...(given.includes('login') ? login : []), ...(given.includes('ca') ? tls.slice(0, 2) : [])];
    const said = machine.ringside('sidecar', 'init', '--node', guarded.address, ...words, ...agent);
    expect([said.exitCode, said.err]).toEqual([64, expect.stringContaining(remedy)]);
    expect(readdirSync(machine.folder)).not.toContain('sidecars');
  });

  it('the one that refuses attaching says so in a sentence, with what to do instead', () => {
    const said = machine.ringside('sidecar', 'init', '--node', closed.address, ...agent);
    expect([said.exitCode, JSON.parse(said.err)]).toEqual([
      69,
      {
        error: expect.objectContaining({
          code: 'JVM_REFUSED',
          message: `The JVM of process ${closed.pid} cannot be attached to: it was started with -XX:+DisableAttachMechanism`,
          remedy: 'Run ringside sidecar init --no-attach, then restart the node: the control agent is loaded at its start.',
        }) as unknown,
      },
    ]);
  });

  it('a role of its own can read what the sidecar needs, and nothing else', async () => {
    const said = machine.ringside('sidecar', 'init', '--node', guarded.address, '--cql-role', 'ringside', ...login, ...tls, ...agent);
    expect([said.exitCode, outcomes(said)]).toEqual([0, ['Control agent: ok', 'Next start: ok']]);
    const { folder, configuration } = json(said).nodes[0] ?? { folder: '', configuration: '' };
    const stop = await machine.startSidecar(configuration);
    expect(outcomes(machine.ringside('sidecar', 'status', '--node', guarded.address, '--json'))).toEqual(ALL_WELL);
    await stop();
    const own = await session('ringside', textOf(join(folder, 'cql.password')).trim());
    expect((await own.execute('SELECT * FROM system_views.clients')).rows.length).toBeGreaterThan(0);
    await own.execute('SELECT * FROM system_distributed.parent_repair_history');
    for (const statement of [
      "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
      'SELECT * FROM system_auth.roles',
      'CREATE ROLE x',
    ])
      await expect(own.execute(statement)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await own.close();
    const again = machine.ringside(
      'sidecar',
      'init',
      '--node',
      guarded.address,
      '--cql-role',
      'ringside',
      ...login,
      ...tls,
      ...agent.slice(0, -1),
    );
    expect([again.exitCode, again.err]).toEqual([0, expect.not.stringContaining('✔')]);
  });

  it('the one that refuses gets the agent at its next start, and ports of its own', async () => {
    const said = machine.ringside('sidecar', 'init', '--node', closed.address, '--no-attach', ...agent);
    expect([said.exitCode, outcomes(said)]).toEqual([0, ['Control agent: waiting', 'Next start: ok']]);
    await closed.stop();
    await closed.start('-XX:+DisableAttachMechanism');
    expect(outcomes(machine.ringside('sidecar', 'status', '--node', closed.address, '--json')).slice(0, 2)).toEqual([
      'Control agent: ok',
      'Next start: ok',
    ]);
  });

  it('remove undoes each alone, drops the role with a login that may, and says what stays where it cannot', async () => {
    const stays = machine.ringside('sidecar', 'remove', '--node', closed.address, '--json');
    expect(json(stays).nodes[0]?.left).toContainEqual(expect.stringContaining('The control agent goes on'));
    expect(json(machine.ringside('sidecar', 'remove', '--dry-run', '--json')).nodes[0]?.left).toContainEqual(
      expect.stringContaining('DROP ROLE "ringside"'),
    );
    const removed = machine.ringside('sidecar', 'remove', ...login, ...tls);
    expect([removed.exitCode, removed.err]).toEqual([0, expect.stringContaining('✔ drop the role ringside')]);
    expect([readdirSync(machine.into), textOf(join(guarded.conf, 'jvm-server.options'))]).toEqual([
      [],
      expect.not.stringContaining('ringside'),
    ]);
    const own = await admin();
    expect((await own.execute("SELECT role FROM system_auth.roles WHERE role = 'ringside'")).rows).toEqual([]);
    await own.close();
  });
});
