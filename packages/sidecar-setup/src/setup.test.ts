import { mkdir, writeFile } from 'node:fs/promises';
import { temporaryDirectory } from '@ringside/host/vitest';
import { expect, test } from 'vitest';
import { parseCassandraYaml } from './discover/cassandra-yaml.ts';
import type { RunningNode } from './discover/running-node.ts';
import { layoutOf } from './plan/layout.ts';
import type { InitPlan } from './plan/plan-init.ts';
import { recordText } from './plan/record.ts';
import { prepareInit, type PrepareOptions } from './setup.ts';

const OWNER = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };

/** A node on an address of this machine that no other machine reaches: several of them get their ports on one address. */
function node(number: number): RunningNode {
  return {
    identity: { pid: 4_711, startedAt: 'x' },
    ...OWNER,
    name: `10.0.0.${number}:9042`,
    address: `10.0.0.${number}`,
    configuration: parseCassandraYaml('cluster_name: c\n', 'cassandra.yaml'),
    dataDirectories: ['/data'],
    conf: '/etc/cassandra',
    optionsFile: undefined,
    optionsFileOf: [],
    java: 17,
    attachRefusal: undefined,
    jolokia: undefined,
  };
}

const prepare = async (base: string, number: number, taken?: PrepareOptions['taken']): Promise<InitPlan> =>
  await prepareInit(node(number), {
    base,
    wishes: { attach: true, permanent: true, tls: {}, start: 'none' },
    program: '/main.js',
    agentJar: '/agent.jar',
    taken,
  });

test('nodes that are planned together get ports of their own', async () => {
  const base = await temporaryDirectory('prepare');
  const first = await prepare(base, 1);
  const second = await prepare(base, 2, [first.agent, first.sidecar]);
  expect([second.agent.address, second.agent.port > first.agent.port, second.sidecar.port > first.sidecar.port]).toEqual([
    first.agent.address,
    true,
    true,
  ]);
});

test('a node gets none of the ports of one that was set up before and does not run, and keeps its own', async () => {
  const base = await temporaryDirectory('prepare');
  const { agent, sidecar } = await prepare(base, 1);
  const layout = layoutOf(base, '10.0.0.1:9042');
  await mkdir(layout.folder);
  const place = { name: '10.0.0.1:9042', address: '10.0.0.1', nativePort: 9_042 };
  await writeFile(layout.record, recordText({ version: 1, ...place, ...OWNER, agent, sidecar, files: {} }));
  const other = await prepare(base, 2);
  expect([other.agent.port === agent.port, other.sidecar.port === sidecar.port]).toEqual([false, false]);
  expect(await prepare(base, 1)).toMatchObject({ agent, sidecar });
});
