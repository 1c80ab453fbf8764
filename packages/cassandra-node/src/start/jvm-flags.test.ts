import { expect, test } from 'vitest';
import { jvmArguments } from './jvm-flags.ts';
import { nodePaths } from '../paths.ts';
import type { NodeIdentity, NodeSettings } from '../spec.ts';

const paths = nodePaths('/rings/a', 'node1');
const node: NodeIdentity = { name: 'node1', address: '127.0.0.1', datacenter: 'dc1', rack: 'rack1', tokens: ['1'], bootstrap: false };
const settings: NodeSettings = {
  mode: 'durable',
  clusterName: 'test',
  ports: { native: 9042, storage: 7000, control: 8778 },
  seeds: ['127.0.0.1'],
  heapMb: 256,
  yaml: {},
  override: {},
  jvmProperties: {},
};
const plan = { classPath: ['/lib/a.jar', '/lib/b.jar'], agents: [{ jar: '/lib/jamm.jar' }], archiveFlags: [] };

test('a durable node syncs and keeps system tables in the commit log', () => {
  const flags = jvmArguments(node, settings, paths, plan).join(' ');
  expect(flags).not.toMatch(/skip_sync|unsafesystem/);
});

test('a throwaway node does neither', () => {
  const flags = jvmArguments(node, { ...settings, mode: 'throwaway' }, paths, plan);
  expect(flags).toEqual(expect.arrayContaining(['-Dcassandra.skip_sync=true', '-Dcassandra.unsafesystem=true']));
});

test('the configuration folder stands last on the class path, so that nodes share an archive', () => {
  const flags = jvmArguments(node, settings, paths, plan);
  expect(flags[flags.indexOf('-cp') + 1]).toBe('/lib/a.jar:/lib/b.jar:/rings/a/node1/conf');
});

test('system properties of the ring win over ours', () => {
  const flags = jvmArguments(node, { ...settings, jvmProperties: { 'cassandra.ring_delay_ms': '1' } }, paths, plan);
  expect(flags.filter((flag) => flag.includes('ring_delay_ms'))).toEqual(['-Dcassandra.ring_delay_ms=1']);
});

test('a replacement names the dead node, and only a seed may start alone', () => {
  const flags = jvmArguments({ ...node, address: '127.0.0.4', replaces: '127.0.0.2' }, settings, paths, plan);
  expect(flags).toContain('-Dcassandra.replace_address_first_boot=127.0.0.2');
  expect(flags.join(' ')).not.toContain('allow_unsafe_join');
});

test('agents are loaded in order, with their options', () => {
  const agents = [{ jar: '/a.jar' }, { jar: '/b.jar', options: 'port=1' }];
  const flags = jvmArguments(node, settings, paths, { ...plan, agents }).filter((flag) => flag.startsWith('-javaagent'));
  expect(flags).toEqual(['-javaagent:/a.jar', '-javaagent:/b.jar=port=1']);
});
