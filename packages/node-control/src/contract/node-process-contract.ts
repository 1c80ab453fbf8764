import { deadlineIn, systemClock } from '@ringside/core';
import { describe, expect, test } from 'vitest';
import type { NodeProcess, ProcessLook } from '../node-process.ts';
import { eventually } from './eventually.ts';

/** How the node of a {@link NodeProcessSubject} behaves from its next start on. */
export type NodeProcessConduct =
  /** It takes CQL after a moment, and ends at SIGTERM. */
  | 'well'
  /** It does not heed SIGTERM. */
  | 'deaf'
  /** It ends while it starts, and says why: {@link NodeProcessSubject.lastWords}. */
  | 'failing';

/**
 * A node that is gone, with two adapters for it as two programs on one machine have, and what an onlooker sees without them: the contract believes no effect
 * that only the adapter itself tells of. Its bounds must be those of a test, a few seconds.
 */
export interface NodeProcessSubject {
  /** The adapter under test. */
  readonly process: NodeProcess;
  /** That of another program. */
  readonly other: NodeProcess;
  /** Sets how the node behaves from its next start on. Default: `well`. */
  readonly behave: (conduct: NodeProcessConduct) => Promise<void>;
  /** What a node says that fails. */
  readonly lastWords: string;
  /** The process ids of all of its starts, the first one first. */
  readonly starts: () => Promise<readonly number[]>;
  /** Those of them that run. */
  readonly running: () => Promise<readonly number[]>;
  /** Whether it takes CQL. */
  readonly isServing: () => Promise<boolean>;
  /** Sends a signal to those that run. */
  readonly send: (signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => Promise<void>;
}

/**
 * Declares the contract's tests.
 *
 * @param name the adapter's name, for titles
 * @param makeSubject makes a subject for each test, within it
 */
export function nodeProcessContract(name: string, makeSubject: () => Promise<NodeProcessSubject>): void {
  describe(`${name} as NodeProcess`, () => {
    lifeContract(makeSubject);
    endContract(makeSubject);
    faultContract(makeSubject);
    callersContract(makeSubject);
    pausedContract(makeSubject);
  });
}

type MakeSubject = () => Promise<NodeProcessSubject>;

function lifeContract(makeSubject: MakeSubject): void {
  test('a node is gone, started, up, not started twice, stopped, and gone again; a stop of what is gone does nothing', async () => {
    const { process, starts, running, isServing } = await makeSubject();
    await expect(process.look()).resolves.toMatchObject({ state: 'gone', pid: undefined });
    await process.start();
    expect(await isServing()).toBe(true);
    const up = await process.look();
    expect(up).toEqual({ state: 'up', pid: (await running())[0], sentence: expect.stringMatching(/\w/) });
    await process.start();
    expect(await starts()).toEqual([up.pid]);
    await process.stop();
    expect(await running()).toEqual([]);
    await expect(process.look()).resolves.toMatchObject({ state: 'gone', pid: undefined });
    await process.stop();
    expect(await starts()).toHaveLength(1);
  });

  test('a node that was stopped is started as a new process', async () => {
    const { process, starts, running } = await makeSubject();
    await process.start();
    await process.stop();
    await process.start();
    const [first, second, ...more] = await starts();
    expect([first === second, more]).toEqual([false, []]);
    await expect(process.look()).resolves.toMatchObject({ state: 'up', pid: second });
    expect(await running()).toEqual([second]);
  });

  test('a node that runs is seen, and stopped, by a program that did not start it', async () => {
    const { process, other, running } = await makeSubject();
    await other.start();
    await expect(process.look()).resolves.toMatchObject({ state: 'up', pid: (await running())[0] });
    await process.stop();
    expect(await running()).toEqual([]);
    await expect(other.look()).resolves.toMatchObject({ state: 'gone' });
  });
}

function endContract(makeSubject: MakeSubject): void {
  test('a node that does not heed SIGTERM is ended by SIGKILL', async () => {
    const { process, behave, running } = await makeSubject();
    await behave('deaf');
    await process.start();
    await process.stop();
    expect(await running()).toEqual([]);
    await expect(process.look()).resolves.toMatchObject({ state: 'gone' });
  });

  test('a node whose process was killed is gone, and can be started', async () => {
    const { process, running, send } = await makeSubject();
    await process.start();
    await send('SIGKILL');
    await eventually(async () => (await running()).length, 0);
    await expect(process.look()).resolves.toMatchObject({ state: 'gone', pid: undefined });
    await process.start();
    await expect(process.look()).resolves.toMatchObject({ state: 'up' });
  });
}

function faultContract(makeSubject: MakeSubject): void {
  test('a start that fails is PROCESS_NOT_STARTED with what the node said, and the next one may succeed', async () => {
    const { process, behave, lastWords } = await makeSubject();
    await behave('failing');
    const message = expect.stringContaining(lastWords);
    await expect(process.start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED', message });
    await expect(process.look()).resolves.toMatchObject({ state: 'gone' });
    await behave('well');
    await process.start();
    await expect(process.look()).resolves.toMatchObject({ state: 'up' });
  });
}

function callersContract(makeSubject: MakeSubject): void {
  test('starts at once, also from two programs, make one process', async () => {
    const { process, other, starts, running } = await makeSubject();
    await Promise.all([process.start(), other.start(), process.start(), other.start()]);
    expect(await starts()).toHaveLength(1);
    expect(await running()).toEqual(await starts());
  });

  test('a stop and a start at once, from two programs, have their turns: the node is up or gone at the end, never two processes', async () => {
    const { process, other, running, isServing } = await makeSubject();
    await process.start();
    // A start that comes first and finds the node up may still be told that it has ended meanwhile.
    await Promise.allSettled([process.stop(), other.start()]);
    const pids = await running();
    expect(pids.length).toBeLessThanOrEqual(1);
    await expect(process.look()).resolves.toMatchObject({ state: pids.length === 0 ? 'gone' : 'up', pid: pids[0] });
    expect(await isServing()).toBe(pids.length === 1);
  });

  test('a call that was aborted before, or is past its deadline, begins nothing', async () => {
    const { process, starts, running } = await makeSubject();
    await expect(process.start({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(process.start({ deadline: deadlineIn(systemClock, 0) })).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT' });
    expect(await starts()).toEqual([]);
    await process.start();
    await expect(process.stop({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await running()).toEqual(await starts());
  });

  test('a stop whose caller gives up midway goes on to its end', async () => {
    const { process, behave, running } = await makeSubject();
    await behave('deaf');
    await process.start();
    const abort = new AbortController();
    const stopping = codeOf(process.stop({ signal: abort.signal }));
    await systemClock.sleep(300);
    abort.abort();
    expect(await stopping).toBe('ABORTED');
    await eventually(async () => (await running()).length, 0);
    await expect(process.look()).resolves.toMatchObject({ state: 'gone' });
  });

  test('a start whose caller gives up midway goes on to its end', async () => {
    const { process, starts, isServing } = await makeSubject();
    const abort = new AbortController();
    const starting = codeOf(process.start({ signal: abort.signal }));
    await eventually(async () => (await starts()).length, 1);
    abort.abort();
    expect(await starting).toBe('ABORTED');
    await eventually(isServing, true);
    await process.start();
    expect(await starts()).toHaveLength(1);
  });
}

function pausedContract(makeSubject: MakeSubject): void {
  test('a node that is paused by a signal is stuck and cannot be started; resumed, it is up again', async () => {
    const { process, starts, running, send } = await makeSubject();
    await process.start();
    await send('SIGSTOP');
    await eventually(stateOf(process), 'stuck');
    await expect(process.look()).resolves.toMatchObject({ pid: (await running())[0] });
    await expect(process.start()).rejects.toMatchObject({ code: 'PROCESS_NOT_STARTED' });
    await send('SIGCONT');
    await eventually(stateOf(process), 'up');
    expect(await starts()).toHaveLength(1);
  });

  test('a node that is paused by a signal is stopped', async () => {
    const { process, running, send } = await makeSubject();
    await process.start();
    await send('SIGSTOP');
    await eventually(stateOf(process), 'stuck');
    await process.stop();
    expect(await running()).toEqual([]);
  });
}

function stateOf(process: NodeProcess): () => Promise<ProcessLook['state']> {
  return async () => (await process.look()).state;
}

/** How a call fails, for one that is awaited later; undefined when it does not. */
async function codeOf(call: Promise<void>): Promise<unknown> {
  return await call.then(
    () => undefined,
    (error: unknown) => Reflect.get(Object(error), 'code') as unknown,
  );
}
