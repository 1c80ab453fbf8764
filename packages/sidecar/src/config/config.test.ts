import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpsError, resolveConfig } from '@ringside/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSidecarSettings } from './load.ts';
import { sidecarConfig } from './table.ts';

const HUSH = 'hush-0123456789-abcdefg';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sidecar-config-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode });
  chmodSync(path, mode);
  return path;
}

async function fault(content: unknown): Promise<OpsError> {
  return loadSidecarSettings({ file: file('sidecar.json', content) }).then(
    () => expect.fail('was accepted'),
    (error: OpsError) => error,
  );
}

describe('loadSidecarSettings()', () => {
  it('without anything is a sidecar beside a node on this machine', async () => {
    expect(await loadSidecarSettings({})).toMatchObject({
      listen: { host: '127.0.0.1', port: 9043 },
      tls: undefined,
      token: undefined,
      identitySecret: undefined,
      instances: [{ id: 1, host: '127.0.0.1', port: 9042 }],
      requestTimeoutMs: 30_000,
      allowableSkewMinutes: 60,
    });
  });

  it('lets each node say who answers for it, and knows no other way', async () => {
    const instances = ['auto', 'jolokia', 'virtual-tables'].map((control) => ({ control }));
    const settings = await loadSidecarSettings({ file: file('sidecar.json', { cassandra_instances: instances }) });
    expect(settings.instances.map(({ controlledBy }) => controlledBy)).toEqual(['auto', 'jolokia', 'virtual-tables']);
    expect((await loadSidecarSettings({})).instances[0]?.controlledBy).toBe('auto');
    expect(await fault({ cassandra: { control: 'jmx' } })).toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'cassandra.control: "jmx" is not one of auto, jolokia, virtual-tables',
    });
  });

  it('takes part in operations only where it is told to, has a folder, and knows how to stop and start each node', async () => {
    const operations = { enabled: true, directory: folder };
    const lifecycle = { start: ['/opt/start', '--now'], stop: ['/opt/stop'] };
    const settings = await loadSidecarSettings({ file: file('sidecar.json', { operations, cassandra: { lifecycle } }) });
    expect(settings).toMatchObject({
      operationsDirectory: folder,
      instances: [{ lifecycle: { startCommand: ['/opt/start', '--now'], stopCommand: ['/opt/stop'] } }],
    });
    const unit = { operations: { directory: folder }, cassandra: { lifecycle: { unit: 'cassandra' } } };
    expect(await loadSidecarSettings({ file: file('unit.json', unit) })).toMatchObject({
      operationsDirectory: undefined,
      instances: [{ lifecycle: { unit: 'cassandra' } }],
    });
  });

  it.each([
    ['without a folder', { enabled: true }, { unit: 'cassandra' }, 'operations.enabled needs operations.directory'],
    [
      'without commands',
      { enabled: true, directory: '/d' },
      {},
      'operations.enabled needs lifecycle.unit, or lifecycle.start and lifecycle.stop',
    ],
    [
      'with a unit and commands',
      {},
      { unit: 'cassandra', start: ['a'], stop: ['b'] },
      'cassandra.lifecycle: use either unit, or start and stop',
    ],
    ['with a start alone', {}, { start: ['a'] }, 'cassandra.lifecycle.start and cassandra.lifecycle.stop need each other'],
    ['with a start that names nothing', {}, { start: [], stop: ['b'] }, 'cassandra.lifecycle.start: it names no program'],
  ])('refuses operations %s', async (_, operations, lifecycle, message) => {
    expect(await fault({ operations, cassandra: { lifecycle } })).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message),
    });
  });

  it('reads the levels that clients of keyspaces use', async () => {
    const path = file('levels.json', { safety: { levels: ['orders=quorum', '"Mixed"=LOCAL_ONE'] } });
    expect((await loadSidecarSettings({ file: path })).levels).toEqual({ orders: 'QUORUM', Mixed: 'LOCAL_ONE' });
    expect((await loadSidecarSettings({})).levels).toEqual({});
  });

  it.each([
    ['orders', 'safety.levels: each of them must be a keyspace and a consistency level, not "orders"'],
    ['orders=QUORUN', 'safety.levels: "QUORUN" is not a consistency level'],
  ])('refuses the level %s', async (level, message) => {
    expect(await fault({ safety: { levels: [level] } })).toMatchObject({ code: 'CONFIG_INVALID', message });
    expect(await fault({ safety: { levels: ['a=ONE', 'a=ALL'] } })).toMatchObject({ message: 'safety.levels: it names keyspace a twice' });
  });

  it('refuses with the way to its own list of keys', async () => {
    expect(await fault({ listen: { port: 70_000 } })).toMatchObject({ remedy: 'Correct it; ringside-sidecar --help lists every key.' });
  });

  it('listens on the node’s own address by default', async () => {
    const path = file('sidecar.json', { cassandra: { host: '127.0.0.3' } });
    expect((await loadSidecarSettings({ file: path })).listen.host).toBe('127.0.0.3');
    expect((await loadSidecarSettings({ file: path, flags: { host: '127.0.0.9' } })).listen.host).toBe('127.0.0.9');
  });

  it('reads secrets from files that only their owner can read, and says how to mend others', async () => {
    const secret = file('secret', `${HUSH}\n`);
    const content = { cassandra: { jolokiaSecretFile: secret }, authentication: { tokenFile: secret } };
    const settings = await loadSidecarSettings({ file: file('sidecar.json', content) });
    expect([settings.instances[0]?.jolokiaSecretFile, settings.token]).toEqual([secret, HUSH]);
    for (const mode of [0o644, 0o640, 0o604]) {
      chmodSync(secret, mode);
      const error = await fault(content);
      expect(error).toMatchObject({ code: 'PERMISSION_DENIED', remedy: `Run chmod 600 ${secret}` });
      expect(JSON.stringify(error)).not.toContain(HUSH);
    }
  });

  it('takes several instances, each with keys of its own, numbered by default', async () => {
    const several = [{ host: 'a' }, { id: 7, host: 'b', port: 9142, dataDirectories: ['/data'] }];
    const { instances, listen } = await loadSidecarSettings({ file: file('sidecar.json', { cassandra_instances: several }) });
    expect(instances.map(({ id, host, port }) => ({ id, host, port }))).toEqual([
      { id: 1, host: 'a', port: 9042 },
      { id: 7, host: 'b', port: 9142 },
    ]);
    expect(listen.host).toBe('a');
  });

  const faults: [what: string, content: unknown, code: string, says: RegExp][] = [
    ['malformed JSON', '{"listen": }', 'JSON_MALFORMED', /sidecar\.json is not valid JSON/],
    ['a list', '[]', 'CONFIG_INVALID', /not an object/],
    ['an unknown key', { listen: { prot: 1 } }, 'CONFIG_UNKNOWN_KEY', /listen\.prot; did you mean listen\.port/],
    [
      'an unknown key of an instance',
      { cassandra_instances: [{ hots: 'a' }] },
      'CONFIG_UNKNOWN_KEY',
      /cassandra_instances\[0\].*hots.*host/,
    ],
    ['a port that is none', { listen: { port: 70_000 } }, 'CONFIG_INVALID', /listen\.port: 70000 is not a port/],
    ['a duration that is none', { jolokia: { timeout: 'soon' } }, 'CONFIG_INVALID', /jolokia\.timeout/],
    ['a duration longer than a timer runs', { requests: { timeout: '25d' } }, 'CONFIG_INVALID', /requests\.timeout.*at most 24d/],
    ['a time-out of nothing', { requests: { timeout: '0s' } }, 'CONFIG_INVALID', /requests\.timeout/],
    ['a certificate without its key', { tls: { certificateFile: '/a' } }, 'CONFIG_INVALID', /tls\.keyFile/],
    [
      'client certificates without an authority',
      { tls: { requireClientCertificate: true, certificateFile: '/a', keyFile: '/b' } },
      'CONFIG_INVALID',
      /tls\.caFile/,
    ],
    [
      'a secret file that is not there',
      { authentication: { tokenFile: '/no/such' } },
      'CONFIG_INVALID',
      /tokenFile: \/no\/such cannot be read \(ENOENT\)/,
    ],
    [
      'both kinds of instances',
      { cassandra: { port: 1 }, cassandra_instances: [{}] },
      'CONFIG_INVALID',
      /either cassandra or cassandra_instances/,
    ],
    ['no instance', { cassandra_instances: [] }, 'CONFIG_INVALID', /not a list of instances/],
    ['two instances of one id', { cassandra_instances: [{ id: 2 }, { id: 2, host: 'b' }] }, 'CONFIG_INVALID', /two instances have id 2/],
    ['a role without its password', { cassandra: { username: 'ada' } }, 'CONFIG_INVALID', /passwordFile/],
    ['a control address that is none', { cassandra: { jolokiaUrl: 'nonsense' } }, 'CONFIG_INVALID', /jolokiaUrl/],
    ['a relative data directory', { cassandra: { dataDirectories: ['data'] } }, 'CONFIG_INVALID', /dataDirectories/],
    ['a log level that is none', { log: { level: 'loud' } }, 'CONFIG_INVALID', /debug, info, warn, error/],
  ];

  for (const [what, content, code, says] of faults)
    it(`refuses ${what}`, async () => {
      const error = await fault(content);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(says);
    });

  it('refuses a token that no header could carry', async () => {
    expect(await fault({ authentication: { tokenFile: file('token', 'two words') } })).toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('sidecarConfig', () => {
  it('is read without a fault from nothing, and names each key, flag and variable once', () => {
    expect(() => resolveConfig(sidecarConfig)).not.toThrow();
    for (const of of ['key', 'flag', 'env'] as const) {
      const names = sidecarConfig.map((key) => key[of]).filter((name) => name !== undefined);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

describe('CQL over TLS', () => {
  const PEM = '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----';

  it('takes authority, certificate and key from files, of which nobody else may read the key', async () => {
    const tls = { caFile: file('ca.pem', PEM, 0o644), certificateFile: file('cert.pem', PEM, 0o644), keyFile: file('key.pem', 'key') };
    const { instances } = await loadSidecarSettings({ file: file('sidecar.json', { cassandra: { tls } }) });
    expect(instances[0]?.cqlTls).toEqual({ ca: PEM, cert: PEM, key: 'key' });
    chmodSync(tls.keyFile, 0o644);
    expect(await fault({ cassandra: { tls } })).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('cassandra.tls.keyFile'),
    });
  });

  it.each([
    [{ keyFile: '/k' }, 'cassandra.tls.certificateFile and cassandra.tls.keyFile need each other'],
    [{ keyFile: '/k', certificateFile: '/c' }, 'cassandra.tls.certificateFile needs cassandra.tls.caFile'],
    [{ caFile: '/nowhere/ca.pem' }, 'cassandra.tls.caFile'],
  ])('refuses %j', async (tls, message) => {
    expect(await fault({ cassandra: { tls } })).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) });
  });

  it('is off where nothing is said', async () => {
    expect((await loadSidecarSettings({})).instances[0]?.cqlTls).toBeUndefined();
  });
});
