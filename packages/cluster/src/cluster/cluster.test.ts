import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { deadlineIn, systemClock } from '@ringside/core';
import { identityOf, isRunning, type ProcessIdentity } from '@ringside/host';
import { expect, test } from 'vitest';
import { type ClusterNode, nodePaths } from '@ringside/cassandra-node';
import { type FakeRing, fakeRing, HANGS, LISTENS, recordedNodes } from '../testing/fake-ring.ts';

/** Interrupts whoever waits for a node to be complete. */
function interruptsWait({ behaviour }: FakeRing): AbortSignal {
  const abort = new AbortController();
  behaviour.onStatus = () => {
    abort.abort();
    throw new Error('not yet');
  };
  return abort.signal;
}

test('a node that has joined stays, even when the wait for all others is interrupted', async () => {
  const fake = await fakeRing(1);
  const { directory, open } = fake;
  const ring = await open();
  await ring.start();
  await expect(ring.addNode({}, { signal: interruptsWait(fake) })).rejects.toMatchObject({ code: 'ABORTED' });
  expect(await recordedNodes(directory)).toEqual(['node1', 'node2']);
  expect(ring.nodes.map(({ name }) => name)).toEqual(['node1', 'node2']);
  expect(await ring.node(1).pid()).toBeDefined();
});

test('a node that took the place of a dead one stays too, and the dead one’s folder goes', async () => {
  const fake = await fakeRing(2);
  const { directory, open } = fake;
  const ring = await open();
  await ring.start();
  const dead = ring.node(0);
  await dead.kill();
  await expect(ring.replaceNode(dead, { signal: interruptsWait(fake) })).rejects.toMatchObject({ code: 'ABORTED' });
  expect(await recordedNodes(directory)).toEqual(['node2', 'node3']);
  expect(await ring.node(1).pid()).toBeDefined();
  expect(existsSync(dead.paths.root)).toBe(false);
});

test('a node that has left the ring cannot be replaced, is told as such at once, and what is left of it can be removed', async () => {
  const { directory, open, behaviour } = await fakeRing(2);
  const ring = await open();
  await ring.start();
  const [left, stays] = [ring.node(1), ring.node(0).address];
  expect(await ring.plannedReplacement(left)).toMatchObject({ name: 'node3', replaces: left.address });
  await expect(ring.replaceNode(left)).rejects.toMatchObject({ message: 'node2 still runs' });
  behaviour.members = [stays];
  const refusal = {
    code: 'INVALID_ARGUMENT',
    message: 'node2 has left the ring, so there is nothing to replace',
    remedy: 'Remove what is left of it with ringside cluster decommission node2.',
  };
  await expect(ring.replaceNode(left)).rejects.toMatchObject(refusal);
  await left.kill();
  await expect(ring.plannedReplacement(left)).rejects.toMatchObject(refusal);
  await expect(ring.replaceNode(left)).rejects.toMatchObject(refusal);
  behaviour.downIsSilent = true;
  await ring.decommission(left);
  expect(await recordedNodes(directory)).toEqual(['node1']);
  expect(existsSync(left.paths.root)).toBe(false);
});

test('a node that no other knows of, because it has only just started, does not count as one that has left', async () => {
  const { open, behaviour } = await fakeRing(2);
  const ring = await open();
  await ring.start();
  const dead = ring.node(1);
  await dead.kill();
  behaviour.members = [];
  expect(await ring.plannedReplacement(dead)).toMatchObject({ name: 'node3', replaces: dead.address });
});

test('a node that fails before it has joined leaves the ring as it was', async () => {
  const { directory, open, behaviour } = await fakeRing(1);
  const ring = await open();
  await ring.start();
  behaviour.program = () => HANGS;
  await expect(ring.addNode({}, { withinMs: 300 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  expect(await recordedNodes(directory)).toEqual(['node1']);
  expect(ring.nodes.map(({ name }) => name)).toEqual(['node1']);
});

test('a node whose streams fail is given up at once, not at the deadline, with the reason from its log; the ring stays as it was', async () => {
  const { open, behaviour, directory } = await fakeRing(2);
  const ring = await open();
  await ring.start();
  const log = nodePaths(directory, 'node3').systemLog;
  const lines =
    'WARN [Stream #1] Stream failed: 127.0.0.1 is gone\\nWARN Some data streaming failed. Use nodetool to check bootstrap state\\n';
  behaviour.program = () => `require('node:fs').appendFileSync(${JSON.stringify(log)}, '${lines}'); ${HANGS}`;
  await expect(ring.addNode({}, { withinMs: 40_000 })).rejects.toMatchObject({
    code: 'NODE_REFUSED',
    message: expect.stringContaining('Stream failed: 127.0.0.1 is gone'),
  });
  expect(await recordedNodes(directory)).toEqual(['node1', 'node2']);
});

test('a node that failed but that the others have in the ring is kept for another start', async () => {
  const { directory, open, behaviour } = await fakeRing(1);
  const ring = await open();
  await ring.start();
  behaviour.program = () => HANGS;
  behaviour.members = [ring.node(0).address.replace(/1$/, '2')];
  await expect(ring.addNode({}, { withinMs: 300 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  expect(await recordedNodes(directory)).toEqual(['node1', 'node2']);
  expect(existsSync(ring.node(1).paths.root)).toBe(true);
});

test('two launchers that each add a node at once both do, one after the other', async () => {
  const { directory, open } = await fakeRing(1);
  const [one, other] = await Promise.all([open(), open()]);
  await one.start();
  const added = await Promise.all([one.addNode(), other.addNode()]);
  expect(added.map(({ name }) => name).sort()).toEqual(['node2', 'node3']);
  expect(await recordedNodes(directory)).toEqual(['node1', 'node2', 'node3']);
  expect(await Promise.all(added.map((node) => node.pid()))).not.toContain(undefined);
});

test('a launcher that starts a ring starts the nodes that another one added since', async () => {
  const { open } = await fakeRing(1);
  const [one, other] = await Promise.all([open(), open()]);
  await one.start();
  await one.addNode();
  await one.stop();
  await other.start();
  expect(await Promise.all(other.nodes.map((node) => node.pid()))).toEqual([expect.any(Number), expect.any(Number)]);
});

test('a process that its launcher could not record any more is found, not started twice, also before its port is open', async () => {
  const { open, behaviour } = await fakeRing(1);
  behaviour.program = () => HANGS;
  const ring = await open();
  const node = ring.node(0);
  await node.launch();
  const pid = await node.pid();
  await rm(node.paths.process);
  await node.launch();
  expect(await node.pid()).toBe(pid);
  await rm(node.paths.process);
  await ring.stop();
  expect(isRunning(identityOf(pid as number))).toBe(false);
});

test('a ring is not all up while a peer still takes one of its nodes for joining', async () => {
  const { open, behaviour } = await fakeRing(1);
  const ring = await open();
  await ring.start();
  behaviour.joining = [`${ring.node(0).address}:7000`];
  await expect(ring.waitForAllUp({ withinMs: 300 })).rejects.toMatchObject({
    code: 'OPERATION_TIMED_OUT',
    message: expect.stringContaining('Waiting for the node to be up did not finish within '),
  });
  behaviour.joining = [];
  await ring.waitForAllUp({ withinMs: 10_000 });
});

test('a node that was killed and is back is not up while a peer still knows it as it was before', async () => {
  const { open, behaviour } = await fakeRing(2);
  const ring = await open();
  await ring.start();
  behaviour.generation = '0';
  await expect(ring.waitForUp(ring.node(0), { withinMs: 300 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  await expect(ring.waitForAllUp({ withinMs: 300 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  behaviour.generation = '1';
  await ring.waitForUp(ring.node(0), { withinMs: 10_000 });
  await ring.waitForAllUp({ withinMs: 10_000 });
});

test('a node that stopped is missed once all that answer take it for down', async () => {
  const { open, behaviour } = await fakeRing(2);
  const ring = await open();
  await ring.start();
  await expect(ring.waitForMissed(ring.node(1), { withinMs: 300 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  behaviour.unreachable = [`${ring.node(1).address}:7000`];
  await ring.waitForMissed(ring.node(1), { withinMs: 10_000 });
});

test('the silence of all other nodes is nobody’s consent while one of them runs; of those that are down or paused nobody waits for any', async () => {
  const { open, behaviour } = await fakeRing(3);
  const ring = await open();
  await ring.start();
  const [first, second, third] = ring.nodes as [ClusterNode, ClusterNode, ClusterNode];
  behaviour.silent = [second.name, third.name];
  await expect(ring.waitForUp(first, { withinMs: 400 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  await expect(ring.waitForMissed(first, { withinMs: 400 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  await second.kill();
  await expect(ring.waitForUp(first, { withinMs: 400 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  if (process.platform === 'linux') await third.pause();
  else await third.kill();
  await ring.waitForUp(first, { withinMs: 10_000 });
  await third.resume();
});

test('a node that dies after its port was open ends the wait for all others with the reason from its log', async () => {
  const { open, behaviour } = await fakeRing(2);
  const ring = await open();
  behaviour.program = () => `${LISTENS}; console.log('the disk is gone')`;
  behaviour.onStatus = () => {
    const { pid } = JSON.parse(readFileSync(ring.node(1).paths.process, 'utf8')) as ProcessIdentity;
    process.kill(pid, 'SIGKILL');
    throw new Error('not yet');
  };
  const reason = 'node2 stopped while starting: the disk is gone';
  await expect(ring.start()).rejects.toMatchObject({ code: 'CASSANDRA_DIED', message: reason });
  expect(await Promise.all(ring.nodes.map((node) => node.pid()))).toEqual([undefined, undefined]);
});

test('a start that is interrupted before a node is spawned spawns none', async () => {
  const { open, behaviour } = await fakeRing(2);
  const ring = await open();
  const abort = new AbortController();
  behaviour.onPrepare = async () => abort.abort();
  await expect(ring.start({ signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
  expect(ring.nodes.map(({ paths }) => existsSync(paths.consoleLog))).toEqual([false, false]);
});

test('the steps of a call share its time, and a deadline ends it sooner', async () => {
  const { open, behaviour } = await fakeRing(1);
  const ring = await open();
  await ring.start();
  behaviour.onStatus = () => {
    throw new Error('not yet');
  };
  const deadline = deadlineIn(systemClock, 300);
  await expect(ring.waitForAllUp({ deadline })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  // Nothing is begun after it: not even the lock is taken.
  const drained = behaviour.done.length;
  await expect(ring.addNode({}, { deadline, withinMs: 60_000 })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  await expect(ring.node(0).drainAndStop({ deadline })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
  expect([behaviour.done.length, ring.nodes.length, await ring.node(0).isRunning()]).toEqual([drained, 1, true]);
});
