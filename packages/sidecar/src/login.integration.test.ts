import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useCluster } from '@ringside/cluster/vitest';
import { openSession } from '@ringside/client';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cassandraAdapters } from './adapters.ts';
import { loadSidecarSettings } from './config/load.ts';
import { asLoggerPort } from './logger.ts';
import { type Sidecar, startSidecar } from './sidecar.ts';
import { wire } from './testing/simulated-sidecar.ts';

const AUTHENTICATION = {
  authenticator: { class_name: 'org.apache.cassandra.auth.PasswordAuthenticator' },
  authorizer: 'CassandraAuthorizer',
};
/** The node makes its first role some seconds after it is up. */
const FIRST_ROLE_MS = 60_000;
const RIGHT = 'the-right-p4ssword';
const WRONG = 'a-wrong-p4ssword';
const REMEDY = 'Correct cassandra.username and cassandra.passwordFile of the sidecar, or grant the role what the message names.';
const CQL_ROUTES = [
  '/api/v1/cassandra/schema',
  '/api/v1/keyspaces/orders/schema',
  '/api/v1/cassandra/keyspaces/orders/tables/events/partition-key',
];

describe('a sidecar beside a node with authentication', () => {
  const cluster = useCluster({ yaml: AUTHENTICATION, shared: false });
  const logged: string[] = [];
  let folder: string;
  let sidecar: Sidecar | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sidecar-login-'));
    await vi.waitFor(async () => createRoles(), { timeout: FIRST_ROLE_MS, interval: 500 });
  }, FIRST_ROLE_MS * 2);

  afterAll(() => rmSync(folder, { recursive: true }));

  afterEach(async () => {
    await sidecar?.stop(0);
    sidecar = undefined;
    logged.length = 0;
  });

  async function createRoles(): Promise<void> {
    const session = await openSession({
      contactPoints: [cluster().node(0).address],
      port: cluster().nativePort,
      credentials: { username: 'cassandra', password: 'cassandra' },
    });
    try {
      await session.execute(`CREATE ROLE IF NOT EXISTS reader WITH PASSWORD = '${RIGHT}' AND LOGIN = true`);
      await session.execute(`CREATE ROLE IF NOT EXISTS barred WITH PASSWORD = '${RIGHT}' AND LOGIN = false`);
      await session.execute("CREATE KEYSPACE IF NOT EXISTS orders WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
      await session.execute('CREATE TABLE IF NOT EXISTS orders.events (id int PRIMARY KEY)');
    } finally {
      await session.close();
    }
  }

  /** Configured by files, as people do it. */
  async function start(login?: { readonly username: string; readonly password: string }): Promise<Sidecar> {
    const { address: host, nativePort: port, controlUrl: jolokiaUrl, controlSecretFile: jolokiaSecretFile } = cluster().node(0);
    const secretFile = (name: string, secret: string): string => {
      writeFileSync(join(folder, name), `${secret}\n`, { mode: 0o600 });
      return join(folder, name);
    };
    const credentials = login && { username: login.username, passwordFile: secretFile('password', login.password) };
    const cassandraSettings = { host, port, jolokiaUrl, jolokiaSecretFile, ...credentials };
    const file = join(folder, 'sidecar.json');
    writeFileSync(file, JSON.stringify({ listen: { port: 0 }, cassandra: cassandraSettings, log: { level: 'debug' } }));
    const settings = await loadSidecarSettings({ file, env: {}, flags: {} });
    const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
    sidecar = await startSidecar({ settings, adapters: cassandraAdapters(settings, asLoggerPort(logger)), logger });
    return sidecar;
  }

  /** What all routes together say, and the log, the metrics and the state of the connection. */
  async function everything(of: Sidecar): Promise<{ readonly answers: readonly object[]; readonly all: string }> {
    const answers: object[] = [];
    for (const path of CQL_ROUTES) {
      const { status, json } = await wire(of, path);
      answers.push({ status, ...(json as object) });
    }
    const rest = await Promise.all(['/metrics', '/openapi.json', '/api/v1/cassandra/settings'].map((path) => wire(of, path)));
    return { answers, all: JSON.stringify([answers, rest, logged]) };
  }

  async function health(of: Sidecar): Promise<object> {
    const [own, native, jmx] = await Promise.all(
      ['', '/cassandra/native', '/cassandra/jmx'].map((place) => wire(of, `/api/v1${place}/__health`)),
    );
    return { own: [own?.status, own?.json], native: [native?.status, native?.json], jmx: [jmx?.status, jmx?.json] };
  }

  const OK = [200, { status: 'OK' }];
  const NOT_OK = [503, { status: 'NOT_OK' }];

  it('with the right credentials answers, and tells nobody the password', async () => {
    const beside = await start({ username: 'reader', password: RIGHT });
    const { answers, all } = await everything(beside);
    expect(answers).toEqual([
      { status: 200, schema: expect.stringContaining('CREATE TABLE orders.events') as string },
      { status: 200, keyspace: 'orders', schema: expect.stringContaining('CREATE TABLE orders.events') as string },
      { status: 200, keyspace: 'orders', table: 'events', columns: [{ name: 'id', type: 'int' }], userTypes: [] },
    ]);
    expect(await health(beside)).toEqual({ own: OK, native: OK, jmx: OK });
    expect(all).not.toContain(RIGHT);
  });

  const denied: [string, { username: string; password: string } | undefined, string, string][] = [
    [
      'a wrong password',
      { username: 'reader', password: WRONG },
      'role "reader"',
      'Provided username reader and/or password are incorrect',
    ],
    [
      'a role that is not there',
      { username: 'nobody', password: WRONG },
      'role "nobody"',
      'Provided username nobody and/or password are incorrect',
    ],
    ['no credentials', undefined, 'the sidecar, which has no credentials,', 'requires authentication'],
    ['a role that may not log in', { username: 'barred', password: RIGHT }, 'role "barred"', 'barred is not permitted to log in'],
  ];
  for (const [what, login, who, why] of denied)
    it(`with ${what} says that it is denied, not that nothing answers, and tells nobody the password`, async () => {
      const { address, nativePort } = cluster().node(0);
      const beside = await start(login);
      const { answers, all } = await everything(beside);
      const message = expect.stringMatching(
        new RegExp(`^Cassandra at ${address}:${nativePort} does not let ${who} in: .*${why}`),
      ) as string;
      const answer = {
        status: 'Bad Gateway',
        code: 502,
        message,
        error: 'CASSANDRA_DENIED',
        remedy: REMEDY,
        retryable: false,
        exitCode: 77,
      };
      expect(answers).toEqual(CQL_ROUTES.map(() => answer));
      expect(await health(beside)).toEqual({ own: OK, native: NOT_OK, jmx: OK });
      for (const secret of [RIGHT, WRONG]) expect(all).not.toContain(secret);
    });

  it('lets a role in without a restart once its password is what the sidecar has', async () => {
    const beside = await start({ username: 'late', password: RIGHT });
    expect(await health(beside)).toEqual({ own: OK, native: NOT_OK, jmx: OK });
    const session = await openSession({
      contactPoints: [cluster().node(0).address],
      port: cluster().nativePort,
      credentials: { username: 'cassandra', password: 'cassandra' },
    });
    await session.execute(`CREATE ROLE late WITH PASSWORD = '${RIGHT}' AND LOGIN = true`);
    await session.close();
    await expect.poll(async () => health(beside), { timeout: 60_000, interval: 250 }).toEqual({ own: OK, native: OK, jmx: OK });
  });
});
