import { supportedCassandra } from '@ringside/cassandra-install';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { configKeys } from './config-keys.ts';
import { nodeYaml, renderConf } from './conf.ts';
import type { NodeIdentity, NodeSettings } from '../spec.ts';
import { checkSettings, checkYamlKeys, mergeSettings, parseConfigOverride, renderYaml } from './yaml.ts';
import { smallNodeSettings } from './yaml-settings.ts';

const node: NodeIdentity = { name: 'node1', address: '127.0.0.1', datacenter: 'dc1', rack: 'rack2', tokens: ['-5', '7'], bootstrap: false };
const settings: NodeSettings = {
  mode: 'durable',
  clusterName: 'test',
  ports: { native: 9042, storage: 7000, control: 8778 },
  seeds: ['127.0.0.1', '127.0.0.2'],
  heapMb: 256,
  yaml: {},
  override: {},
  jvmProperties: {},
};

test('an unknown key is refused, naming the nearest one', () => {
  expect(() => checkYamlKeys({ hinted_handof_enabled: true }, 'CONFIG_OVERRIDE_JSON', '5.0.9')).toThrow(
    'CONFIG_OVERRIDE_JSON: Cassandra 5.0.9 has no setting "hinted_handof_enabled"; did you mean "hinted_handoff_enabled"?',
  );
});

test('old names that Cassandra still takes are taken', () => {
  expect(() => checkYamlKeys({ permissions_validity_in_ms: 1 }, 'yaml', '5.0.9')).not.toThrow();
});

test('the keys of another patch release of the same line count', () => {
  expect(configKeys('5.0.1')).toEqual(configKeys('5.0.9'));
  expect(configKeys('6.0-beta1')).toEqual(configKeys('6.0-alpha2'));
  expect(configKeys('6.0-alpha2')).toContain('accord');
  expect(configKeys('3.11.0')).toEqual([]);
});

test('every small-node setting is one that Cassandra 5.0 knows', () => {
  const unknown = smallNodeSettings.map(({ key }) => key).filter((key) => !configKeys('5.0.9').includes(key));
  expect(unknown).toEqual([]);
});

test('settings that an older line does not know are left out for it', () => {
  expect(nodeYaml(node, settings, '4.0.19')).not.toHaveProperty('memtable_heap_space');
  expect(nodeYaml(node, settings, '5.0.9')).toHaveProperty('memtable_heap_space');
});

test.each(Object.keys(supportedCassandra))('Cassandra %s knows every setting of a node, and is told when to sync', (version) => {
  const durable = nodeYaml(node, settings, version);
  expect(() => checkYamlKeys(durable, 'ours', version)).not.toThrow();
  expect(durable).toMatchObject({ commitlog_sync: 'batch' });
  const periods = (yaml: object): string[] => Object.keys(yaml).filter((key) => key.startsWith('commitlog_sync_period'));
  expect(periods(durable)).toEqual([]);
  const throwaway = nodeYaml(node, { ...settings, mode: 'throwaway' }, version);
  expect(() => checkYamlKeys(throwaway, 'ours', version)).not.toThrow();
  expect(periods(throwaway)).toHaveLength(1);
});

test('CONFIG_OVERRIDE_JSON wins over the ring, which wins over the small-node settings', () => {
  const layered = { ...settings, yaml: { concurrent_reads: 8, num_tokens: 4 }, override: { concurrent_reads: 16 } };
  expect(nodeYaml(node, layered, '5.0.9')).toMatchObject({ concurrent_reads: 16, num_tokens: 4, concurrent_writes: 2 });
});

test('tokens, addresses and rack of the node are in its files', () => {
  const files = renderConf(node, settings, '5.0.9');
  expect(files['cassandra.yaml']).toContain('initial_token: "-5,7"\n');
  expect(files['cassandra.yaml']).toContain('num_tokens: 2\n');
  expect(files['cassandra.yaml']).toContain('"seeds":"127.0.0.1,127.0.0.2"');
  expect(files['cassandra-rackdc.properties']).toBe('dc=dc1\nrack=rack2\n');
});

test('a replacement names no token, because it takes those of the dead node', () => {
  const yaml = nodeYaml({ ...node, replaces: '127.0.0.9', bootstrap: true }, settings, '5.0.9');
  expect(yaml).not.toHaveProperty('initial_token');
  expect(yaml).toMatchObject({ num_tokens: 2, auto_bootstrap: true });
});

test('a rendered value is JSON on one line', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const line = renderYaml({ key: value as never });
      expect(line.split('\n')).toHaveLength(2);
      expect(JSON.parse(line.slice('key: '.length))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('objects merge key by key and everything else is replaced', () => {
  const merged = mergeSettings({ a: { b: 1, c: [1] }, d: 1 }, { a: { c: [2] }, d: { e: 2 } });
  expect(merged).toEqual({ a: { b: 1, c: [2] }, d: { e: 2 } });
});

test.each(['{', '[]', '"text"', 'null', '1'])('%s as CONFIG_OVERRIDE_JSON is refused', (text) => {
  expect(() => parseConfigOverride(text)).toThrow(/CONFIG_OVERRIDE_JSON is not valid JSON/);
});

test('no CONFIG_OVERRIDE_JSON is no override', () => {
  expect(parseConfigOverride(undefined)).toEqual({});
  expect(parseConfigOverride(' ')).toEqual({});
});

describe('checkSettings()', () => {
  const version = '5.0.9';
  const nearMiss = 'did you mean "concurrent_reads"?';

  test('reads the override and gives both back', () => {
    const checked = checkSettings({ version, yaml: { concurrent_reads: 4 }, configOverrideJson: '{"concurrent_writes": 8}' });
    expect(checked).toEqual({ yaml: { concurrent_reads: 4 }, override: { concurrent_writes: 8 } });
  });

  test('takes the override from the variable when it is not told one', () => {
    vi.stubEnv('CONFIG_OVERRIDE_JSON', '{"concurrent_writes": 8}');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(checkSettings({ version }).override).toEqual({ concurrent_writes: 8 });
    expect(checkSettings({ version, configOverrideJson: '' }).override).toEqual({});
  });

  test.each([
    ['an unknown key of the yaml', { yaml: { concurent_reads: 4 } }, 'CONFIG_UNKNOWN_KEY', nearMiss],
    ['an unknown key of the override', { configOverrideJson: '{"concurent_reads": 4}' }, 'CONFIG_UNKNOWN_KEY', nearMiss],
    ['a broken override', { configOverrideJson: '{"concurrent_reads": 4,}' }, 'JSON_MALFORMED', 'at line 1, column 24'],
  ])('refuses %s', (_what, written, code, words) => {
    const check = (): unknown => checkSettings({ version, ...written });
    expect(check).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
  });
});
