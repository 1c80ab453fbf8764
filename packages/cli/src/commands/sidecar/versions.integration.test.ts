import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findJava, javaFor } from '@ringside/cassandra-install';
import { expect, it, onTestFinished } from 'vitest';
import { makeMachine } from '../../testing/stock/beside.ts';
import { ALL_WELL, json, outcomes } from '../../testing/stock/shown.ts';

const SLOW_MS = 600_000;
const java11 = await findJava({ allowed: javaFor('4.0'), purpose: 'Cassandra 4.0' }).catch(() => undefined);

async function comesAndGoes(version: string): Promise<void> {
  const machine = await makeMachine(version);
  onTestFinished(() => machine.remove());
  const node = await machine.node();
  await node.start();
  const options = (): string => readFileSync(join(node.conf, 'jvm-server.options'), 'utf8');
  const before = options();
  const said = machine.ringside(
    'sidecar',
    'init',
    '--agent',
    machine.install.controlAgentJar,
    '--node',
    node.address,
    '--no-start',
    '--json',
  );
  expect([said.exitCode, outcomes(said)]).toEqual([0, ['Control agent: ok', 'Next start: ok']]);
  const stop = await machine.startSidecar(json(said).nodes[0]?.configuration ?? '');
  expect(outcomes(machine.ringside('sidecar', 'status', '--json'))).toEqual(ALL_WELL);
  await node.stop();
  await node.start();
  expect(outcomes(machine.ringside('sidecar', 'status', '--json'))).toEqual(ALL_WELL);
  await stop();
  expect(machine.ringside('sidecar', 'remove')).toMatchObject({ exitCode: 0 });
  expect(options()).toBe(before);
  expect(node.console()).toContain('Jolokia: Agent stopped');
}

it.skipIf(java11 === undefined).each(['4.0', '4.1'])(
  'a Cassandra %s that its own scripts started gets a sidecar without a restart, has it after one, and is left as it was (skipped where there is no Java 11)',
  comesAndGoes,
  SLOW_MS,
);

it.each(['6.0'])('so does a Cassandra %s', comesAndGoes, SLOW_MS);
