import { type FileHandle, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { planNodes } from './plan.ts';
import { type RingState, readState, STATE_FILE, writeState } from './state.ts';
import { launchOf, versionOf, withUpgrade } from './upgrade.ts';

const state: RingState = {
  version: 1,
  name: 'test',
  cassandraVersion: '5.0.9',
  portBase: 9000,
  settings: {
    mode: 'durable',
    clusterName: 'test',
    ports: { native: 9042, storage: 7000, control: 8778 },
    seeds: ['127.0.0.1'],
    heapMb: 256,
    yaml: { hinted_handoff_enabled: false },
    override: {},
    jvmProperties: {},
  },
  nodes: planNodes({ nodes: 3, numTokens: 4, addressBlock: '127.0.0' }),
  partitionable: false,
};
let directory: string;

/** As Ringside wrote it before nodes could be upgraded one by one. */
const ONE_VERSION = `{
  "version": 1,
  "name": "home",
  "cassandraVersion": "5.0.9",
  "portBase": 9000,
  "settings": {
    "mode": "durable",
    "clusterName": "home",
    "ports": { "native": 9042, "storage": 9000, "jolokia": 9078 },
    "seeds": ["127.0.0.1"],
    "heapMb": 160,
    "yaml": { "num_tokens": 4 },
    "override": {},
    "jvmProperties": {}
  },
  "nodes": [
    { "name": "node1", "address": "127.0.0.1", "datacenter": "dc1", "rack": "rack1", "tokens": ["-5"], "bootstrap": false },
    { "name": "node2", "address": "127.0.0.2", "datacenter": "dc1", "rack": "rack2", "tokens": ["5"], "bootstrap": false }
  ],
  "partitionable": false
}
`;

beforeEach(async () => {
  directory = await temporaryDirectory('state');
});

test('what was written is read again', async () => {
  await writeState(directory, state);
  expect(await readState(directory)).toEqual(state);
});

test('a file of the time when all nodes of a ring ran one version starts each of them as it did then', async () => {
  await writeFile(join(directory, STATE_FILE), ONE_VERSION);
  const read = (await readState(directory)) as RingState;
  expect(read.nodes.map(({ name }) => launchOf(read, name))).toEqual(
    ['node1', 'node2'].map(() => ({
      version: '5.0.9',
      settings: expect.objectContaining({ heapMb: 160, yaml: { num_tokens: 4 } }) as unknown,
    })),
  );
  await writeState(directory, withUpgrade(read, 'node2', { cassandra: '6.0' }));
  const mixed = (await readState(directory)) as RingState;
  expect(mixed.nodes.map(({ name }) => versionOf(mixed, name))).toEqual(['5.0.9', '6.0-alpha2']);
});

test('a file that names the management port after its agent is read, and written anew with the present name', async () => {
  await writeFile(join(directory, STATE_FILE), ONE_VERSION);
  const read = (await readState(directory)) as RingState;
  expect(read.settings.ports).toEqual({ native: 9042, storage: 9000, control: 9078 });
  await writeState(directory, read);
  expect(await readFile(join(directory, STATE_FILE), 'utf8')).not.toContain('jolokia');
  expect(await readState(directory)).toEqual(read);
});

test('only its owner may read it, and it is flushed to the disk with its folder before the write ends', async () => {
  const handle = await open(directory);
  const sync = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync');
  onTestFinished(() => sync.mockRestore());
  await handle.close();
  await writeState(directory, state);
  expect((await stat(join(directory, STATE_FILE))).mode & 0o777).toBe(0o600);
  expect(sync).toHaveBeenCalledTimes(2);
});

test('a folder without a state file holds no ring', async () => {
  expect(await readState(directory)).toBeUndefined();
});

test('a file cut off anywhere is reported as corrupt and left alone', async () => {
  await writeState(directory, state);
  const file = join(directory, STATE_FILE);
  const text = (await readFile(file, 'utf8')).trimEnd();
  for (let length = 0; length < text.length; length += 37) {
    await writeFile(file, text.slice(0, length));
    await expect(readState(directory)).rejects.toMatchObject({ code: 'STATE_CORRUPT', details: { file } });
  }
  expect((await readFile(file, 'utf8')).length).toBeGreaterThan(0);
});

test.each([
  [[], 'version'],
  ['null', 'not an object'],
  [{ ...state, version: 2 }, 'version is 2'],
  [{ ...state, nodes: [] }, '"nodes" is empty'],
  [{ ...state, nodes: [{ name: 'node1' }] }, '"nodes[0]"'],
  [{ ...state, nodes: [{ ...state.nodes[0], cassandra: 5 }] }, '"nodes[0]"'],
  [{ ...state, nodes: [{ ...state.nodes[0], yaml: null }] }, '"nodes[0]"'],
  [{ ...state, settings: { ...state.settings, mode: 'eternal' } }, 'settings.mode'],
  [{ ...state, portBase: '9000' }, 'portBase'],
  [{ ...state, settings: { ...state.settings, heapMb: undefined } }, 'settings.heapMb'],
  [{ ...state, settings: { ...state.settings, ports: null } }, 'ports'],
  [{ ...state, settings: { ...state.settings, ports: { native: 9042, storage: 7000 } } }, '"settings.ports.control" is not a number'],
  [{ ...state, nodes: [{ ...state.nodes[0], tokens: ['x'] }] }, '"nodes[0]"'],
  ['{"version": 1, "na', 'it is not valid JSON'],
])('%j is refused with its fault', async (value, fault) => {
  await writeFile(join(directory, STATE_FILE), typeof value === 'string' ? value : JSON.stringify(value));
  await expect(readState(directory)).rejects.toThrow(fault);
});
